// Starts the payment without another click. Inicis' script has a call of its own; any other form posts itself.
const form = document.getElementById(document.currentScript.dataset.form);
const start = () => form.dataset.sdk && window.INIStdPay ? INIStdPay.pay(form.id) : form.submit();
document.getElementById("start")?.addEventListener("click", start);
start();
