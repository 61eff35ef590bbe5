using Payments.Simulator;

namespace Payments.Samples.ConsoleApp;

/// <summary>Gives a part back, then the rest, and shows that there is nothing more to give.</summary>
internal sealed class RefundScenario(
    IPaymentProvider provider, ProviderSimulator? simulator, IReadOnlyList<ProviderExtras> extras, Steps steps)
{
    public async Task RunAsync(Payment payment, Order order, CancellationToken stop)
    {
        if (!provider.Supports(PaymentOperations.Refund))
        {
            await steps.RunAsync("refund", "not supported, and said so", async token =>
            {
                var refusal = await Steps.RefusalOfAsync<PaymentOperationNotSupportedException>(() => RefundAsync(payment, null, token));
                return Finding.That(refusal is not null, refusal is null ? "given back" : "not supported");
            }, stop);
            return;
        }

        var isPartial = provider.Supports(PaymentOperations.PartialRefund);
        if (isPartial)
            await RunAsync("refund a part", payment, order.FirstRefund, order.FirstRefund, stop);
        var rest = isPartial ? order.Request.Amount - order.FirstRefund : order.Request.Amount;
        await RunAsync(isPartial ? "refund the rest" : "refund it", payment, null, rest, stop);

        await steps.RunAsync("one more refund", "refused", async token =>
            Refused(await OneMoreAsync(payment, order.FirstRefund, token)), stop);
        await HearAsync(stop);
    }

    // No amount means all that is left: the SDK knows how much that is.
    private Task RunAsync(string step, Payment payment, Money? amount, Money expected, CancellationToken stop) =>
        steps.RunAsync(step, $"{expected} given back", async token =>
        {
            var refund = await RefundAsync(payment, amount, token);
            if (refund is { Status: RefundStatus.Pending, RefundId: { } id } && simulator is not null)
            {
                await simulator.SettlePendingAsync(id, succeed: true, token);
                if (provider.Supports(PaymentOperations.GetRefund))
                    refund = await provider.GetRefundAsync(refund, token);
            }

            return Finding.That(
                refund.Status is RefundStatus.Completed or RefundStatus.Pending && refund.Amount == expected,
                $"{refund.Amount}: {refund.Status}");
        }, stop);

    private Task<Refund> RefundAsync(Payment payment, Money? amount, CancellationToken cancellationToken) => provider.RefundPaymentAsync(
        new RefundRequest { Payment = payment, Amount = amount, Reason = "requested_by_customer", Extras = extras }, cancellationToken);

    // The SDK's own memory refuses it before anything is sent; a provider would answer with a failed refund, or refuse the call.
    private async Task<string?> OneMoreAsync(Payment payment, Money amount, CancellationToken cancellationToken)
    {
        try
        {
            var refund = await RefundAsync(payment, amount, cancellationToken);
            return refund.Status is RefundStatus.Failed ? $"{refund.Error?.Code}" : null;
        }
        catch (PaymentException refusal) when (refusal.Outcome is not PaymentOutcome.Unknown)
        {
            return $"{refusal.Error.Code}, {refusal.Outcome}";
        }
    }

    private static Finding Refused(string? refusal) => Finding.That(refusal is not null, refusal is null ? "given back once more" : $"refused: {refusal}");

    // The refunds' own webhooks are told as refunds, each once.
    private async Task HearAsync(CancellationToken stop)
    {
        var sent = simulator?.TakeWebhooks() ?? [];
        if (sent.Count == 0)
            return;
        await steps.RunAsync("the refunds' webhooks", "verified, and told as refunds", async token =>
        {
            List<PaymentEvent> events = [];
            foreach (var message in sent)
                events.AddRange(await provider.ProcessWebhookAsync(WebhookScenario.Request(message), token));
            return Finding.That(
                events.Any(e => e.Type is PaymentEventType.RefundUpdated),
                $"{sent.Count} received: {string.Join(", ", events.Select(e => e.ProviderEventType).Distinct())}");
        }, stop);
    }
}
