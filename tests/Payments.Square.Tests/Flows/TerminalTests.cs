using Payments.Simulator;

namespace Payments.Square.Tests.Flows;

/// <summary>What Square forgets of a Terminal after 30 days.</summary>
public class TerminalTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_payment_that_was_refunded_at_a_Terminal_is_read_after_that(bool isDone)
    {
        await using var shop = await Shop.OpenAsync();
        var paid = await shop.CreateAsync(Requests.Token("cnon:card-nonce-interac"));
        var refund = await shop.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = paid.Reference, Amount = new Money(5m, "USD"), Extras = [new SquareRefundExtras { DeviceId = "terminal-1" }],
        });
        if (isDone)
            await shop.Square.PayAsync(refund.Related.Single().Id);
        await shop.HearAsync();
        var refunded = isDone ? PaymentStatus.PartiallyRefunded : PaymentStatus.Completed;
        Assert.That((await shop.ReadAsync(paid)).Status, Is.EqualTo(refunded));

        shop.Clock.Now += Kept;
        Assert.That((await shop.ReadAsync(paid)).Status, Is.EqualTo(refunded));
        Assert.That(shop.Square.Requests[^1], Has.Property("Path").StartsWith(isDone ? "/v2/payments/" : "/v2/terminals/refunds/"));
    }

    [Test]
    public async Task A_checkout_is_told_by_its_payments_after_that()
    {
        await using var shop = await Shop.OpenAsync(options => options.DeviceId = "terminal-1");
        var asked = await shop.CreateAsync(Requests.AtCounter());
        await shop.Square.PayAsync(asked.Reference.PaymentId!);
        await shop.HearAsync();
        shop.Clock.Now += Kept;
        Assert.That((await shop.ReadAsync(asked)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(shop.Square.Requests.Any(request => request.Path.StartsWith("/v2/terminals/", StringComparison.Ordinal) && request.Method == "GET"), Is.True);
    }
}
