using Payments.Simulator;

namespace Payments.Square.Tests.Flows;

/// <summary>Checkouts that more than one payment was made for, with the whole pipeline: a try that ended, and amounts that are held apart.</summary>
public class SeveralPaymentsTests
{
    private static Task<Shop> OpenAsync() => Shop.OpenAsync(options => options.DeviceId = "terminal-1");

    // The payer's first card pays a part and is let go again, the second one pays all.
    private static async Task<Payment> AskAsync(Shop shop, CaptureMode capture)
    {
        var asked = await shop.CreateAsync(Requests.AtCounter(capture));
        await shop.Square.PlayAsync(asked.Reference.PaymentId!, new PayerAction(PayerActionKind.PayWrongAmount) { Amount = 610 });
        await shop.HearAsync();
        return asked;
    }

    private static async Task<string[]> HoldTwiceAsync(Shop shop, Payment asked)
    {
        await shop.Square.PayAsync(asked.Reference.PaymentId!);
        await shop.HearAsync();
        return [.. SquareIds.PaymentsOf((await shop.ReadAsync(asked)).Reference)];
    }

    [Test]
    public async Task A_try_that_was_let_go_is_no_payment_to_refund()
    {
        await using var shop = await OpenAsync();
        var asked = await AskAsync(shop, CaptureMode.Manual);
        var first = SquareIds.PaymentsOf((await shop.ReadAsync(asked)).Reference).Single();
        await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = PaymentReference.From("square", first) });
        await shop.Square.PayAsync(asked.Reference.PaymentId!);
        await shop.HearAsync();
        Assert.That(SquareIds.PaymentsOf((await shop.ReadAsync(asked)).Reference), Has.Count.EqualTo(2));

        var paid = await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = asked.Reference });
        Assert.That((paid.Status, paid.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(26.1m, "USD"))));
        var again = await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = asked.Reference });
        Assert.That(again.CapturedAmount, Is.EqualTo(new Money(26.1m, "USD")));
        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = asked.Reference });
        Assert.That(shop.Square.TotalsOf(asked.Reference.PaymentId!).Refunded, Is.EqualTo(2610));
    }

    [Test]
    public async Task A_try_that_was_let_go_does_not_keep_the_hold()
    {
        await using var shop = await OpenAsync();
        var asked = await AskAsync(shop, CaptureMode.Manual);
        var first = SquareIds.PaymentsOf((await shop.ReadAsync(asked)).Reference).Single();
        await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = PaymentReference.From("square", first) });
        await shop.Square.PayAsync(asked.Reference.PaymentId!);
        await shop.HearAsync();
        Assert.That((await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = asked.Reference })).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(shop.Square.TotalsOf(asked.Reference.PaymentId!).Charges, Is.Zero);
    }

    [Test]
    public async Task What_is_held_apart_is_captured_by_its_own_ids()
    {
        await using var shop = await OpenAsync();
        var asked = await AskAsync(shop, CaptureMode.Manual);
        var ids = await HoldTwiceAsync(shop, asked);
        var several = (await Assert.ThrowsAsync<PaymentConflictException>(() => shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = asked.Reference })))!;
        Assert.That(several.Message, Does.Contain("capture each by its own id").And.Contain(ids[0]).And.Contain(ids[1]));

        List<Payment> taken = [];
        foreach (var id in ids)
            taken.Add(await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = PaymentReference.From("square", id) }));
        Assert.That(
            taken.Select(payment => (payment.Reference.PaymentId, payment.Status)),
            Is.EqualTo(new[] { (asked.Reference.PaymentId, PaymentStatus.Authorized), (asked.Reference.PaymentId, PaymentStatus.Completed) }));
        Assert.That((taken[1].CapturedAmount, shop.Square.TotalsOf(asked.Reference.PaymentId!).Captured), Is.EqualTo(((Money?)new Money(26.1m, "USD"), 2610m)));
    }

    [Test]
    public async Task What_is_held_apart_is_let_go_by_its_own_ids_and_never_beside_what_was_taken()
    {
        await using var shop = await OpenAsync();
        var asked = await AskAsync(shop, CaptureMode.Manual);
        var ids = await HoldTwiceAsync(shop, asked);
        var several = (await Assert.ThrowsAsync<PaymentConflictException>(() => shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = asked.Reference })))!;
        Assert.That(several.Message, Does.Contain("cancel each by its own id"));

        await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = PaymentReference.From("square", ids[0]) });
        var partly = (await Assert.ThrowsAsync<PaymentConflictException>(() => shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = asked.Reference })))!;
        Assert.That(partly.Message, Does.Contain("a part of it was taken"));

        var rest = await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = PaymentReference.From("square", ids[1]) });
        Assert.That((rest.Status, rest.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(6.1m, "USD"))));
        var totals = shop.Square.TotalsOf(asked.Reference.PaymentId!);
        Assert.That((totals.Charges, totals.Captured), Is.EqualTo((1, 610m)));
    }
}
