// Talks to the channel through the npm package rasa-webchat in Chromium, from a page of another origin, as a person does.
// Usage: node webchat.js '{"url", "ticket", "chromium", "message", "reply"}'
// Prints one line of JSON: {"messages": [...]} once a message reads as `reply`, or {"error", "messages", "console"}.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const { chromium } = require("playwright-core");

const PATIENCE_MS = 40_000;
const { url, ticket, chromium: executablePath, message, reply } = JSON.parse(process.argv[2]);
const widget = {
  socketUrl: `${url}?token=${encodeURIComponent(ticket)}`,
  socketPath: "/socket.io/",
  title: "ChatNomina",
  customData: { language: "es" },
  params: { storage: "session" },
};
const page = `<!doctype html><meta charset="utf-8"><title>Prueba</title><body><script src="/widget.js"></script>
<script>(window.WebChat.default || window.WebChat)(${JSON.stringify(widget)}, null)</script>`;

const server = http.createServer((request, response) => {
  if (request.url === "/widget.js") {
    response.setHeader("Content-Type", "text/javascript");
    fs.createReadStream(require.resolve("rasa-webchat/lib/index.js")).pipe(response);
  } else {
    response.setHeader("Content-Type", "text/html");
    response.end(request.url === "/" ? page : "");
  }
});

async function talk(browser, printed) {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(PATIENCE_MS);
  tab.on("console", (line) => line.type() === "error" && printed.push(line.text()));
  tab.on("pageerror", (error) => printed.push(String(error)));
  // Only this machine is reached: the widget's fonts and pictures are left out.
  await tab.route("**/*", (route) =>
    new URL(route.request().url()).hostname === "127.0.0.1" ? route.continue() : route.abort(),
  );
  const read = () => tab.$$eval(".rw-message", (nodes) => nodes.map((node) => node.innerText.trim()));
  try {
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.click(".rw-launcher");
    await tab.fill(".rw-new-message", message);
    await tab.keyboard.press("Enter");
    await tab.waitForFunction(
      (wanted) => [...document.querySelectorAll(".rw-response")].some((node) => node.innerText.includes(wanted)),
      reply,
    );
    return { messages: await read() };
  } catch (error) {
    return { error: String(error).slice(0, 300), messages: await read(), console: printed };
  }
}

server.listen(0, "127.0.0.1", async () => {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  const result = await talk(browser, []);
  await browser.close();
  server.close();
  console.log(JSON.stringify(result));
  process.exit(result.error ? 1 : 0);
});
