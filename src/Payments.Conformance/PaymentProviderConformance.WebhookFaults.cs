using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Webhooks that the network, or somebody else, disturbs.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>Sent twice, overtaken or held back: the payment is complete in the end.</summary>
    /// <param name="kind">What happens to the first webhooks.</param>
    [TestCase(WebhookFaultKind.Duplicate)]
    [TestCase(WebhookFaultKind.Reorder)]
    [TestCase(WebhookFaultKind.Delay)]
    public async Task Disturbed_webhooks_complete_the_payment(WebhookFaultKind kind)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        host.Simulator.Faults.Add(new WebhookFault(kind) { Count = 2 });
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        await host.TakeAllAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Simulator.FlushWebhooksAsync();
        await host.TakeAllAsync();
        Assert.That((await host.RememberedAsync(created.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(TotalsOf(host, created).Charges, Is.EqualTo(1));
    }

    /// <summary>What was changed on the way, signed by somebody else or signed long ago is refused.</summary>
    /// <param name="kind">What is wrong with it.</param>
    [TestCase(WebhookFaultKind.Tamper)]
    [TestCase(WebhookFaultKind.WrongSecret)]
    [TestCase(WebhookFaultKind.StaleTimestamp)]
    public async Task Spoiled_webhooks_are_refused(WebhookFaultKind kind)
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } good)
            return;
        if (!await IsCheckedAsync(host, good) || (kind is WebhookFaultKind.StaleTimestamp && !WebhooksExpire))
            Assert.Ignore("The provider's signature does not cover that.");
        host.Simulator.TakeWebhooks();
        host.Simulator.Faults.Add(new WebhookFault(kind) { Count = 50 });
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        var spoiled = host.Simulator.TakeWebhooks();
        Assert.That(spoiled, Is.Not.Empty);
        foreach (var webhook in spoiled)
            await AssertUntrustedAsync(host, webhook.ToRequest(), $"{webhook.EventType}: {kind}.");
    }
}
