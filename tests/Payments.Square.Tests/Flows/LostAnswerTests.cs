using Payments.Simulator;

namespace Payments.Square.Tests.Flows;

/// <summary>A charge whose answer was lost, and what the repeat of it proves.</summary>
public class LostAnswerTests
{
    [Test]
    public async Task A_used_token_says_nothing_of_a_charge_that_may_be_under_way()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Square.Faults.Add(SimulatorFaultKind.CutBeforeActing, "POST /v2/payments");
        var request = Requests.Token("cnon:card-nonce-already-used");
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.CreateAsync(request)))!;
        Assert.That((unknown.Error.ProviderCode, unknown.Error.Retry), Is.EqualTo(("CARD_TOKEN_USED", PaymentRetry.AfterReading)));

        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.CreateAsync(request));
        Assert.That(shop.Square.Requests.Select(sent => (string?)sent.Json!["idempotency_key"]).Distinct().Count(), Is.EqualTo(1), "never under another key");
    }

    [Test]
    public async Task A_used_token_is_refused_where_nothing_was_lost()
    {
        await using var shop = await Shop.OpenAsync();
        var refused = (await Assert.ThrowsAsync<PaymentConflictException>(() => shop.CreateAsync(Requests.Token("cnon:card-nonce-already-used"))))!;
        Assert.That(refused.Outcome, Is.EqualTo(PaymentOutcome.Refused));
    }
}
