using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Samples.ConsoleApp;

/// <summary>
/// One payment at one provider, from creation to the last refund. It names no provider: what it does follows from the provider's
/// capabilities and from what each answer says has to happen next.
/// </summary>
/// <param name="of">The provider.</param>
/// <param name="simulator">Plays the payer and sends webhooks. Null in a live run, which ends where a payer has to act.</param>
/// <param name="host">The host's services.</param>
/// <param name="report">Takes the results.</param>
internal sealed class Scenario(SampleProvider of, ProviderSimulator? simulator, IServiceProvider host, Report report)
{
    private readonly Steps _steps = new(of.Name, report);

    // In a host's constructor: [FromKeyedServices("stripe")] IPaymentProvider stripe
    private readonly IPaymentProvider _provider = host.GetRequiredKeyedService<IPaymentProvider>(of.Name);
    private readonly OrderBook _orders = host.GetRequiredService<OrderBook>();
    private Payment _payment = null!;

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var order = Order.For(_provider.Capabilities.Currencies);
            await CreateAsync(order, stop);
            if (_payment.NextAction is { } action && !await LetPayerActAsync(order, action, stop))
                return;
            await CaptureAsync(stop);
            if (simulator is not null)
                await new WebhookScenario(_provider, simulator, _steps).RunAsync(order, stop);
            await ReadAsync("read the payment", PaymentStatus.Completed, stop);
            await new RefundScenario(_provider, simulator, of.RefundExtras, _steps).RunAsync(_payment, order, stop);
            if (_provider.Supports(PaymentOperations.Refund))
                await ReadAsync("read it again", PaymentStatus.Refunded, stop);
            await CountAsync(order, stop);
        }
        catch (StepFailedException)
        {
            // The report has it. The next provider is not to suffer for it.
        }
    }

    private async Task CreateAsync(Order order, CancellationToken stop)
    {
        await _steps.RunAsync("create a payment", "a payment that is paid or says what comes next", async token =>
        {
            _payment = await _provider.CreatePaymentAsync(order.Request, token);
            return Finding.That(
                _payment.Status.IsPaid() || _payment.NextAction is not null,
                $"{order.Request.Amount}: {_payment.Status}{(_payment.NextAction is { } next ? $", {next.GetType().Name}" : "")}");
        }, stop);

        // A double click: the same request object is the same intention.
        await _steps.RunAsync("the same request again", "the same payment, not another one", async token =>
        {
            var again = await _provider.CreatePaymentAsync(order.Request, token);
            var isSame = again.Reference.ToString() == _payment.Reference.ToString();
            return Finding.That(isSame, isSame ? "the same payment" : "another payment");
        }, stop);
    }

    private async Task<bool> LetPayerActAsync(Order order, NextAction action, CancellationToken stop)
    {
        if (simulator is null)
        {
            await _steps.RunAsync("the payer", "a person pays", _ => Task.FromResult(Finding.Skip("live: a person has to act")), stop);
            report.Note($"{of.Name}: {Payer.WhatToDo(action)}");
            return false;
        }

        IReadOnlyDictionary<string, string> returned = new Dictionary<string, string>();
        var payer = new Payer(simulator);
        WebhookScenario.Prepare(simulator);
        await _steps.RunAsync("the payer pays", "the payer comes back", async token =>
        {
            (returned, var where) = await payer.PayAsync(_payment, order.Request.ReturnUrl!, token);
            return Finding.That(true, where);
        }, stop);

        if (_provider.Supports(PaymentOperations.Confirm))
            await ConfirmAsync(order, returned, stop);
        return true;
    }

    // The return is a hint: only the provider says what became of the payment, and takes the money where it waits for our word.
    private Task ConfirmAsync(Order order, IReadOnlyDictionary<string, string> returned, CancellationToken stop) =>
        _steps.RunAsync("confirm it", "paid, or held", async token =>
        {
            if (!await NeedsConfirmationAsync(token))
                return Finding.Skip("not needed for this payment");
            _payment = await _provider.ConfirmPaymentAsync(
                new ConfirmPaymentRequest { Payment = _payment, Amount = order.Request.Amount, ReturnParameters = returned }, token);
            return Finding.That(IsPaidOrHeld(_payment), _payment.Status.ToString());
        }, stop);

    private async Task<bool> NeedsConfirmationAsync(CancellationToken stop)
    {
        if (!_provider.Supports(PaymentOperations.Get))
            return true;
        try
        {
            return !IsPaidOrHeld(await _provider.GetPaymentAsync(_payment, stop));
        }
        catch (PaymentNotFoundException)
        {
            return true; // Some providers know a payment only once it is confirmed.
        }
    }

    private async Task CaptureAsync(CancellationToken stop)
    {
        if (_payment.Status is not PaymentStatus.Authorized)
            return;
        await _steps.RunAsync("capture it", "paid", async token =>
        {
            _payment = await _provider.CapturePaymentAsync(new CaptureRequest { Payment = _payment }, token);
            return Finding.That(_payment.Status.IsPaid(), _payment.Status.ToString());
        }, stop);
    }

    private Task ReadAsync(string step, PaymentStatus expected, CancellationToken stop) =>
        _steps.RunAsync(step, expected.ToString(), async token =>
        {
            _payment = await _provider.GetPaymentAsync(_payment, token);
            var back = _payment.RefundedAmount is { IsPositive: true } refunded ? $", {refunded} given back" : "";
            return Finding.That(_payment.Status == expected, $"{_payment.Status}{back}");
        }, stop);

    // What the shop heard, and, in a simulated run, what the provider really moved.
    private async Task CountAsync(Order order, CancellationToken stop)
    {
        await _steps.RunAsync("the shop's order book", "paid once", _ =>
        {
            var times = _orders.TimesPaid(order.Request.OrderId);
            return Task.FromResult(Finding.That(times == 1, times == 1 ? "paid once" : $"paid {times} times"));
        }, stop);
        if (simulator is null)
            return;
        await _steps.RunAsync("the provider's books", "one charge, all of it given back", _ =>
        {
            var moved = simulator.TotalsOf(order.Request.OrderId);
            var isEven = !_provider.Supports(PaymentOperations.Refund) || moved.Captured == moved.Refunded;
            return Task.FromResult(Finding.That(
                moved.Charges == 1 && isEven, $"charges: {moved.Charges}, taken: {moved.Captured}, given back: {moved.Refunded}"));
        }, stop);
    }

    private static bool IsPaidOrHeld(Payment payment) =>
        payment.Status.IsPaid() || payment.Status is PaymentStatus.Authorized or PaymentStatus.Processing;
}
