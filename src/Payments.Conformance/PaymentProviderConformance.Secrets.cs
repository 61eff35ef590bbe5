using System.Globalization;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Nothing leaks.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>
    /// What was configured and what the payer typed is in no log line at any level, no metric, no activity, no exception and no text of an answer,
    /// on good ways and on bad ones.
    /// </summary>
    [Test]
    public async Task Secrets_are_nowhere_to_be_read()
    {
        using var telemetry = new TelemetryRecorder();
        await using var host = await StartAsync(FaultSpeed);
        List<string> said = [];
        List<string> secrets = [WebhookSecret, ConformanceCanaries.Name, ConformanceCanaries.Email, ConformanceCanaries.Phone, ConformanceCanaries.SearchedPhone, .. Secrets];

        await WalkAsync(host, said, secrets);
        await StumbleAsync(host, said);

        Assert.That(host.Logs.Lines, Is.Not.Empty);
        foreach (var text in said.Concat(host.Logs.Lines).Concat(telemetry.Lines))
            foreach (var secret in secrets)
                Assert.That(text, Does.Not.Contain(secret));

        // What the payer typed is what the traffic is about; the keys are not.
        using var har = new MemoryStream();
        await host.Simulator.WriteHarAsync(har);
        var traffic = Encoding.UTF8.GetString(har.ToArray());
        foreach (var key in Secrets)
            Assert.That(traffic, Does.Not.Contain(key));
    }

    /// <summary>Every operation once, as it should go.</summary>
    private async Task WalkAsync(ConformanceHost<TSimulator> host, List<string> said, List<string> secrets)
    {
        var request = NewPayment(Draft(host));
        if (request.PaymentToken is { } token)
            secrets.Add(token.Reveal());
        var created = await host.Provider.CreatePaymentAsync(request);
        if (created.NextAction is ClientSdkAction sdk)
            secrets.AddRange(SecretsIn(sdk));
        said.Add(Text(created));
        var paid = await FinishAsync(host, created, PayerAction.Pay);
        said.Add(Text(paid));
        said.Add(Text(await host.RememberedAsync(paid.Reference)));
        if (host.Supports(PaymentOperations.Refund))
            said.Add(Text(await RefundAsync(host, paid.Reference, null)));
        if (!host.Supports(PaymentOperations.Webhooks))
            return;
        foreach (var webhook in host.Simulator.TakeWebhooks())
        {
            var verified = await host.Provider.VerifyWebhookAsync(webhook.ToRequest());
            said.Add(Text(verified));
            said.AddRange((await host.Provider.ResolveWebhookAsync(verified)).Select(@event => Text(@event)));
        }
    }

    /// <summary>Everything that can go wrong on the way.</summary>
    private async Task StumbleAsync(ConformanceHost<TSimulator> host, List<string> said)
    {
        SimulatorFaultKind[] kinds = [SimulatorFaultKind.ErrorBeforeActing, SimulatorFaultKind.CutAfterActing, SimulatorFaultKind.MalformedJson, SimulatorFaultKind.HtmlBody];
        foreach (var kind in kinds)
        {
            // Few enough at once that the circuit stays closed.
            host.Simulator.Faults.Add(new SimulatorFault(kind) { Status = 400 });
            said.Add(Text(await CatchAsync(() => CreateAsync(host))));
            host.Simulator.Faults.Clear();
        }

        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 401, Count = 3 });
        said.Add(Text(await CatchAsync(() => CreateAsync(host))));
        host.Simulator.Faults.Clear();
        if (HasPayer(host, PayerActionKind.Decline))
        {
            var declined = await CreateAsync(host, payer: PayerActionKind.Decline);
            said.Add(Text(await FinishAsync(host, declined, PayerAction.Decline())));
        }

        if (host.Supports(PaymentOperations.Webhooks) && host.Simulator.Webhooks is [.., var last])
            said.Add(Text(await CatchAsync(() => host.TakeAsync(last with { Body = (byte[])[.. last.Body.Span, (byte)' '] }))));
    }

    private static string Text(object? answer) => string.Create(CultureInfo.InvariantCulture, $"{answer}") + (answer as Exception)?.Data.Count;

    private static IEnumerable<string> SecretsIn(ClientSdkAction sdk)
    {
        yield return sdk.Parameters.Reveal();
        using var document = JsonDocument.Parse(sdk.Parameters.Reveal());
        foreach (var parameter in document.RootElement.EnumerateObject())
        {
            if (parameter.Name.Contains("secret", StringComparison.OrdinalIgnoreCase) && parameter.Value.ValueKind is JsonValueKind.String)
                yield return parameter.Value.GetString()!;
        }
    }
}
