// Talks to the channel through the npm package rasa-webchat in Chromium, as a person does. The ticket goes in the
// address, from a page of another origin; or, with `cookie` (its name), in a cookie, from a page of the same origin.
// Usage: node webchat.js '{"url", "ticket", "cookie"?, "chromium", "message", "reply"}'
// Prints one line of JSON: {"messages", "addresses"} once a message reads as `reply`, or {"error", "messages", …}.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const { chromium } = require("playwright-core");

const PATIENCE_MS = 40_000;
const { url, ticket, cookie, chromium: executablePath, message, reply } = JSON.parse(process.argv[2]);
const widget = {
  socketUrl: cookie ? url : `${url}?token=${encodeURIComponent(ticket)}`,
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
  const context = await browser.newContext();
  const tab = await context.newPage();
  const addresses = [];
  if (cookie) {
    const { hostname } = new URL(url);
    const limits = { domain: hostname, path: "/socket.io", httpOnly: true, sameSite: "Strict" };
    await context.addCookies([{ name: cookie, value: ticket, ...limits }]);
  }
  tab.on("websocket", (socket) => addresses.push(socket.url()));
  tab.setDefaultTimeout(PATIENCE_MS);
  tab.on("console", (line) => line.type() === "error" && printed.push(line.text()));
  tab.on("pageerror", (error) => printed.push(String(error)));
  // Only this machine is reached: the widget's fonts and pictures are left out.
  await tab.route("**/*", (route) =>
    new URL(route.request().url()).hostname === "127.0.0.1" ? route.continue() : route.abort(),
  );
  // The page of the same origin comes from here: the channel itself serves none.
  await tab.route(`${url}/pagina/`, (route) => route.fulfill({ contentType: "text/html", body: page }));
  await tab.route(`${url}/widget.js`, (route) =>
    route.fulfill({ contentType: "text/javascript", path: require.resolve("rasa-webchat/lib/index.js") }),
  );
  const read = () => tab.$$eval(".rw-message", (nodes) => nodes.map((node) => node.innerText.trim()));
  try {
    await tab.goto(cookie ? `${url}/pagina/` : `http://127.0.0.1:${server.address().port}/`);
    await tab.click(".rw-launcher");
    await tab.fill(".rw-new-message", message);
    await tab.keyboard.press("Enter");
    await tab.waitForFunction(
      (wanted) => [...document.querySelectorAll(".rw-response")].some((node) => node.innerText.includes(wanted)),
      reply,
    );
    return { messages: await read(), addresses };
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
