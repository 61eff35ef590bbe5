// Follows an order: each step arrives as a server-sent event and is put at the end of the timeline.
const order = document.getElementById("order");
const feed = new EventSource(`${order.dataset.feed}?after=${order.dataset.last}`);
feed.addEventListener("step", event => {
  const step = JSON.parse(event.data);
  const line = document.createElement("li");
  line.className = `${step.mood} new`;
  for (const [tag, text] of [["time", step.time], ["b", step.text], ["small", step.source]]) {
    const part = document.createElement(tag);
    part.textContent = text;
    line.append(part);
  }
  document.getElementById("timeline").append(line);
  const status = document.getElementById("status");
  status.textContent = step.status;
  status.className = `badge ${step.mood}`;
});
