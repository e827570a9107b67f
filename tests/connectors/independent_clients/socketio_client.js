// Talks to the channel through the npm package socket.io-client, as any JavaScript application would.
// Usage: node socketio_client.js '{"url", "token", "transports", "message", "last_event_id"?}'
// Prints one line of JSON: {"refused": …} or {"session", "transport", "acknowledgement", "replies"}.
"use strict";
const { io } = require("socket.io-client");

const PATIENCE_MS = 25_000;
const { url, token, transports, message, last_event_id } = JSON.parse(process.argv[2]);
const socket = io(url, { auth: { token }, transports, reconnection: false });
const replies = [];

function finish(result, status) {
  console.log(JSON.stringify(result));
  socket.close();
  process.exit(status);
}

setTimeout(() => finish({ error: "timeout", replies }, 3), PATIENCE_MS);
socket.on("connect", () => socket.emit("session_request", { session_id: null, last_event_id }));
socket.on("connect_error", (error) => finish({ refused: error.message, data: error.data }, 0));
socket.on("bot_uttered", (reply) => replies.push(reply));
socket.on("session_confirm", (session) => {
  socket.emit("user_uttered", { message, session_id: session, client_message_id: "npm-1" }, (acknowledgement) => {
    finish({ session, transport: socket.io.engine.transport.name, acknowledgement, replies }, 0);
  });
});
