// Logs a person in on the page of the chat, asks what it is told to, and prints what a person then sees.
// Run in the folder whose node_modules hold playwright-core, with the settings as JSON.
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.cwd()}/`)("playwright-core");
const { url, email, password, questions, viewport, colorScheme, screenshot, executablePath } = JSON.parse(process.argv[2]);
const PATIENCE_MS = 30_000;

const browser = await chromium.launch({
  executablePath,
  args: [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ],
});
const context = await browser.newContext({ viewport, colorScheme, locale: "es-CO" });
const page = await context.newPage();
page.setDefaultTimeout(PATIENCE_MS);
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(error.message));

await page.goto(url);
await page.locator("input[type=email]").fill(email);
await page.locator("input[type=password]").fill(password);
await page.keyboard.press("Enter");
const box = page.locator("textarea:not([aria-hidden=true])");
const outcome = { answers: [] };
try {
  await Promise.race([box.waitFor(), page.getByRole("alert").first().waitFor()]);
  outcome.alert = (await page.getByRole("alert").allInnerTexts()).join("\n");
  const conversation = page.getByRole("log");
  for (const question of questions) {
    const before = (await conversation.innerText()).length;
    const answered = page.waitForResponse((response) => response.url().includes("/webhooks/rest/webhook") && response.request().method() === "POST");
    await box.fill(question);
    await page.keyboard.press("Enter");
    await answered;
    await page.waitForFunction(
      ([length, asked]) => document.querySelector("[role=log]").innerText.length > length + asked + 20,
      [before, question.length],
    );
    outcome.answers.push((await conversation.innerText()).slice(before));
  }
  outcome.documentHeight = await page.evaluate(() => document.documentElement.scrollHeight);
  outcome.boldElements = await page.locator("[role=log] b").count();
  outcome.storedTokens = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }).includes("eyJ"));
  outcome.cookiesOfScripts = await page.evaluate(() => document.cookie);
  await page.reload();
  if (questions.length > 0) {
    await box.waitFor();
    await page.waitForFunction((text) => document.querySelector("[role=log]")?.innerText.includes(text), questions.at(-1));
    outcome.afterReload = await conversation.innerText();
  }
  if (screenshot) await page.screenshot({ path: screenshot });
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify({ ...outcome, complaints }));
