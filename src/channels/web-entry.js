// The form at the door: sends name and flat, shows what is wrong.
const form = document.getElementById("entry");
const flat = document.getElementById("flat");
const fault = form.querySelector(".fault");
const button = form.querySelector("button.main");

form.elements.elsewhere.addEventListener("change", () => {
  flat.disabled = form.elements.elsewhere.checked;
});

async function enter() {
  const { name, building, unit, room, elsewhere } = form.elements;
  const given = { building: building.value, unit: unit.value, room: room.value };
  button.disabled = true;
  fault.textContent = "";
  try {
    const response = await fetch("/chat/enter", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: name.value, flat: elsewhere.checked ? null : given }),
    });
    if (response.ok) {
      location.assign("/chat");
      return;
    }
    fault.textContent = (await response.json()).error;
  } catch {
    fault.textContent = form.dataset.offline;
  }
  button.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void enter();
});
