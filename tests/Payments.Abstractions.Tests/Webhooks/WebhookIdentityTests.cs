using System.Text;

namespace Payments.Abstractions.Tests;

/// <summary>A message that is sent again counts once, also where its body is not the same each time.</summary>
internal sealed class WebhookIdentityTests
{
    [TestCase("attempt 1", "attempt 2", "the event", true)]
    [TestCase("attempt 1", "attempt 2", null, false)]
    [TestCase("attempt 1", "attempt 1", null, true)]
    public async Task A_repeat_is_known_by_what_it_has_in_common(string first, string second, string? common, bool isRepeat)
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        await host.TellAsync(Of(first, common), Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10))));
        var again = await host.TellAsync(Of(second, common), Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10))));
        Assert.That(again, Has.Count.EqualTo(isRepeat ? 0 : 1));
        Assert.That(WebhookIds.DedupeKeyOf(Of(first, common), null) == WebhookIds.DedupeKeyOf(Of(second, common), null), Is.EqualTo(isRepeat));
    }

    private static VerifiedWebhook Of(string body, string? common) =>
        Make.Webhook("evt_1", body: body) with { Identity = common is null ? null : Encoding.UTF8.GetBytes(common) };
}
