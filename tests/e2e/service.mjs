// A model service of a few lines, on loopback, for what no local model has: keys, prices, a bill.
// Owns: the least of Chat Completions that the app asks for. Must not know: the app. What the wires are in truth is
// tested against recordings and a real local model.

import { createServer } from "node:http";
import { once } from "node:events";

/**
 * Starts the service; it answers whoever has the key.
 *
 * @param {string} key
 */
export async function startService(key) {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume();
    request.on("end", () => {
      if (request.headers.authorization !== `Bearer ${key}`) return say(response, 401, { error: { message: "no such key", type: "invalid_request_error" } });
      if (request.method === "GET") return say(response, 200, { data: [{ id: "brush-1" }, { id: "brush-1-large" }] });
      response.writeHead(200, { "content-type": "text/event-stream" });
      const chunk = (more) => response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "brush-1", ...more })}\n\n`);
      chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "かしこまりました。" }, finish_reason: null }] });
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
      chunk({ choices: [], usage: { prompt_tokens: 1200, completion_tokens: 300, total_tokens: 1500 } });
      response.end("data: [DONE]\n\n");
    });
  });
  // A story that broke off leaves it behind; that must not keep the tests from ending.
  server.unref();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, base: `${origin}/v1`, seen, stop };
}

function say(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
