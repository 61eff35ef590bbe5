using System.Globalization;
using System.Text;
using Payments.Simulator;

namespace Payments.Samples.ConsoleApp;

/// <summary>
/// What a host's webhook endpoint does with what comes in: it believes what the provider signed, once, and nothing else. The messages are taken
/// from the simulator; a host hands over the request's raw body and headers.
/// </summary>
internal sealed class WebhookScenario(IPaymentProvider provider, ProviderSimulator simulator, Steps steps)
{
    /// <summary>Has the next message signed an hour ago, as somebody would replay it who has kept it since.</summary>
    public static void Prepare(ProviderSimulator simulator) => simulator.Faults.Add(WebhookFaultKind.StaleTimestamp);

    public async Task RunAsync(Order order, CancellationToken stop)
    {
        var sent = simulator.TakeWebhooks();
        simulator.Faults.Clear();
        if (sent.Count == 0 && NeedsNone() is { } why)
        {
            await steps.RunAsync("its webhooks", "none", _ => Task.FromResult(Finding.Skip(why)), stop);
            return;
        }

        SimulatedWebhook? paid = null;
        var trust = WebhookTrust.Hint;
        await steps.RunAsync("its webhooks", "verified and applied: the payment is paid", async token =>
        {
            List<PaymentEvent> events = [];
            foreach (var message in sent.Select(Fresh))
            {
                var webhook = await provider.VerifyWebhookAsync(Request(message), token);
                var told = await provider.ResolveWebhookAsync(webhook, token);
                events.AddRange(told);
                trust = webhook.Trust;
                if (told.Any(e => e.Payment?.Status.IsPaid() == true))
                    paid = message;
            }

            return Finding.That(paid is not null, $"{sent.Count} received ({trust}): {string.Join(", ", events.Select(e => e.ProviderEventType))}");
        }, stop);

        // A hint is believed by nobody: it only leads to a read with our own key, however often it comes and whoever sent it.
        if (trust is WebhookTrust.Signed)
            await RefuseForgeriesAsync(paid!, sent.FirstOrDefault(message => message.Fault is WebhookFaultKind.StaleTimestamp), order, stop);
    }

    private async Task RefuseForgeriesAsync(SimulatedWebhook message, SimulatedWebhook? old, Order order, CancellationToken stop)
    {
        await steps.RunAsync("one that was tampered with", "refused", async token =>
            Refused(await VerifyAsync(message with { Body = Tamper(message.Body, order.Request.Amount) }, token)), stop);

        await steps.RunAsync("an exact replay", "verified, and nothing is applied again", async token =>
        {
            var events = await provider.ProcessWebhookAsync(Request(message), token);
            return Finding.That(events.Count == 0, events.Count == 0 ? "nothing applied" : $"{events.Count} events applied again");
        }, stop);

        await steps.RunAsync("a replay of an hour ago", "refused", async token =>
            old is null || HasNoTime(old) ? Finding.Skip("this provider's signature has no time") : Refused(await VerifyAsync(old, token)), stop);
    }

    private string? NeedsNone() =>
        !provider.Supports(PaymentOperations.Webhooks) ? "the provider sends none: the reconciler reads"
        : provider.Supports(PaymentOperations.Confirm) ? "none was sent: the confirmation said it all"
        : null;

    private SimulatedWebhook Fresh(SimulatedWebhook message) =>
        message.Fault is WebhookFaultKind.StaleTimestamp ? simulator.Sign(message.EventId) : message;

    private bool HasNoTime(SimulatedWebhook old)
    {
        var fresh = Fresh(old).Headers;
        return old.Headers.All(header => fresh.GetValueOrDefault(header.Key) == header.Value);
    }

    private async Task<WebhookVerificationException?> VerifyAsync(SimulatedWebhook message, CancellationToken cancellationToken) =>
        await Steps.RefusalOfAsync<WebhookVerificationException>(() => provider.ProcessWebhookAsync(Request(message), cancellationToken));

    internal static WebhookRequest Request(SimulatedWebhook message) => new() { Body = message.Body, Headers = message.Headers, Url = message.Url };

    // Somebody on the way makes another amount of it.
    private static byte[] Tamper(ReadOnlyMemory<byte> body, Money amount)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        var minor = amount.ToMinorUnits().ToString(CultureInfo.InvariantCulture);
        var major = amount.Amount.ToString(CultureInfo.InvariantCulture);
        var forged = text.Replace(minor, "9" + minor[1..], StringComparison.Ordinal).Replace(major, "9" + major[1..], StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(forged == text ? text + " " : forged);
    }

    private static Finding Refused(WebhookVerificationException? refusal) =>
        Finding.That(refusal is not null, refusal is null ? "believed" : $"refused: {refusal.Error.Code}");
}
