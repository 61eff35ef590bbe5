using Payments.Simulator;

namespace Payments.Adyen.Tests;

/// <summary>Whole stories: what the memory makes of Adyen's events, in the orders in which they come.</summary>
public class StoryTests
{
    [Test]
    public async Task A_capture_is_done_when_the_webhook_says_so()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        Assert.That((held.Status, held.AuthorizedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(100m, "EUR"))));
        var received = await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held, Amount = new Money(60m, "EUR") });
        Assert.That((received.Status, received.CapturedAmount), Is.EqualTo((PaymentStatus.Processing, (Money?)null)));
        await shop.DecideAsync();
        var captured = await shop.ReadAsync(held);
        Assert.That((captured.Status, captured.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(60m, "EUR"))));
    }

    [Test]
    public async Task A_capture_that_is_refused_leaves_the_hold()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held });
        await shop.DecideAsync(succeed: false);
        Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Authorized));
        await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held });
        await shop.DecideAsync();
        Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // success=true in both: they say that something has failed.
    [TestCase(CaptureMode.Automatic)]
    [TestCase(CaptureMode.Manual)]
    public async Task A_capture_that_fails_later_takes_the_money_out_again(CaptureMode capture)
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.PaidAsync(capture);
        if (capture is CaptureMode.Manual)
        {
            await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = paid });
            await shop.DecideAsync();
        }

        Assert.That((await shop.ReadAsync(paid)).Status, Is.EqualTo(PaymentStatus.Completed));
        await shop.Adyen.FailCaptureAsync(paid.Reference.OrderId!);
        await shop.HearAsync();
        var after = await shop.ReadAsync(paid);
        Assert.That((after.Status, after.CapturedAmount, after.Attention), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(0m, "EUR"), PaymentAttention.Review)));
    }

    [Test]
    public async Task What_could_not_be_captured_is_captured_again_and_still_to_be_looked_at()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        for (var i = 0; i < 2; i++)
        {
            await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held });
            Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Processing));
            await shop.DecideAsync();
            if (i > 0)
                break;
            await shop.Adyen.FailCaptureAsync(held.Reference.OrderId!);
            await shop.HearAsync();
        }

        var captured = await shop.ReadAsync(held);
        Assert.That((captured.Status, captured.CapturedAmount, captured.Attention), Is.EqualTo(
            (PaymentStatus.Completed, (Money?)new Money(100m, "EUR"), PaymentAttention.Review)));
    }

    [Test]
    public async Task All_that_is_held_is_captured_once()
    {
        await using var shop = await AdyenShop.OpenAsync(options => options.MultiplePartialCaptures = true, account => account.MultiplePartialCaptures = true);
        var held = await shop.PaidAsync(CaptureMode.Manual);
        await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held });
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(() => shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held }));
        Assert.That((refused!.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, PaymentOutcome.NeverSent)));
        Assert.That(shop.Adyen.Requests.Count(request => request.Path.EndsWith("/captures", StringComparison.Ordinal)), Is.EqualTo(1));
        await shop.DecideAsync();
        Assert.That((await shop.ReadAsync(held)).CapturedAmount, Is.EqualTo((Money?)new Money(100m, "EUR")));
    }

    // The page: do not wait for it, and do not count it twice.
    [Test]
    public async Task An_event_of_the_automatic_capture_counts_once()
    {
        await using var shop = await AdyenShop.OpenAsync(account: account => account.SendAutomaticCaptures = true);
        var paid = await shop.PaidAsync();
        Assert.That((paid.Status, paid.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(100m, "EUR"))));
    }

    [Test]
    public async Task A_refund_that_fails_days_later_is_sticky_whatever_comes_again()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.PaidAsync();
        var refund = await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = paid });
        Assert.That(refund.Status, Is.EqualTo(RefundStatus.Pending));
        await shop.DecideAsync();
        var success = shop.Adyen.Webhooks[^1];
        Assert.That((await shop.ReadAsync(paid)).Status, Is.EqualTo(PaymentStatus.Refunded));

        shop.Pass(minutes: 3000);
        await shop.Adyen.FailRefundAsync(refund.RefundId!);
        await shop.HearAsync();
        await shop.HearChangedAsync(success, item => item["eventDate"] = "2027-01-01T00:00:00+01:00");
        var after = await shop.ReadAsync(paid);
        Assert.That((after.Status, after.RefundedAmount?.IsPositive ?? false), Is.EqualTo((PaymentStatus.Completed, false)));
        Assert.That((await shop.Provider.GetRefundAsync(refund)).Status, Is.EqualTo(RefundStatus.Failed));
    }

    // Adyen sends an event again with a later date.
    [Test]
    public async Task An_authorisation_that_comes_again_revives_no_cancelled_payment()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        var authorisation = shop.Adyen.Webhooks[^1];
        await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = held });
        await shop.DecideAsync();
        Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Cancelled));
        await shop.HearChangedAsync(authorisation, item => item["eventDate"] = "2027-01-01T00:00:00+01:00");
        Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase(CaptureMode.Automatic, PaymentStatus.Completed)]
    [TestCase(CaptureMode.Manual, PaymentStatus.Authorized)]
    public async Task A_refused_attempt_that_is_told_late_does_not_undo_the_good_one(CaptureMode capture, PaymentStatus expected)
    {
        await using var shop = await AdyenShop.OpenAsync();
        var created = await shop.CreateAsync(capture);
        await shop.Adyen.DeclineAsync(created.Reference.PaymentId!, "12");
        var refused = shop.Adyen.TakeWebhooks().Single();
        shop.Pass();
        await shop.Adyen.PayAsync(created.Reference.PaymentId!);
        await shop.HearAsync();
        await shop.HearAsync(refused);
        await shop.HearChangedAsync(refused, item => item["eventDate"] = "2027-01-01T00:00:00+01:00");
        Assert.That((await shop.ReadAsync(created)).Status, Is.EqualTo(expected));
        Assert.That((await shop.ReadAsync(created)).Reference.Related.Count(id => id.Kind == "psp_reference"), Is.EqualTo(1), "The refused attempt's id is not the payment's.");
    }

    [Test]
    public async Task An_offer_that_is_closed_after_the_payment_ends_nothing()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        await shop.HearChangedAsync(shop.Adyen.Webhooks[^1], item => (item["eventCode"], item["eventDate"]) = ("OFFER_CLOSED", "2027-01-01T00:00:00+01:00"));
        Assert.That((await shop.ReadAsync(held)).Status, Is.EqualTo(PaymentStatus.Authorized));
    }

    [Test]
    public async Task The_rest_of_a_hold_expires_and_what_was_captured_stays()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held, Amount = new Money(40m, "EUR") });
        await shop.DecideAsync();
        await shop.HearChangedAsync(shop.Adyen.Webhooks[0], item => (item["eventCode"], item["eventDate"]) = ("EXPIRE", "2027-01-01T00:00:00+01:00"));
        var payment = await shop.ReadAsync(held);
        Assert.That((payment.Status, payment.CapturedAmount, payment.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(40m, "EUR"), PaymentAttention.None)));
    }

    [Test]
    public async Task A_refund_that_is_told_before_its_payment_waits_for_it()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.PaidAsync();
        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = paid, Amount = new Money(25m, "EUR") });
        await shop.Adyen.SettlePendingAsync();

        await using var other = await AdyenShop.OpenAsync();
        foreach (var webhook in shop.Adyen.Webhooks.Reverse())
        {
            var accepted = await other.Inbox.ReceiveAsync("adyen", new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers });
            Assert.That((accepted.StatusCode, accepted.Body), Is.EqualTo((200, "[accepted]")));
            await other.Inbox.DispatchAsync();
        }

        other.Pass();
        await other.Inbox.DispatchAsync();
        var payment = await other.Provider.GetPaymentAsync(new PaymentReference("adyen", null, paid.Reference.OrderId));
        Assert.That((payment.Status, payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)new Money(25m, "EUR"))));
    }

    [Test]
    public async Task A_refund_is_received_and_refused_later()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.PaidAsync();
        var bare = PaymentReference.Parse(paid.Reference.ToString());
        Assert.That(bare.GetRelated("psp_reference"), Is.Not.Null, "One column of text is enough to refund.");
        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = bare, Amount = new Money(60m, "EUR") });
        await shop.DecideAsync(succeed: false);
        var payment = await shop.ReadAsync(paid);
        Assert.That((payment.Status, payment.Facts.OfType<RefundFact>().Single().Refund.Error!.Kind), Is.EqualTo((PaymentStatus.Completed, PaymentErrorKind.Declined)));
    }

    [Test]
    public async Task A_challenge_in_the_component_is_finished_with_its_details()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var open = await shop.CreateAsync(token: AdyenTestMethods.CardWithComponent);
        Assert.That(open.NextAction, Is.InstanceOf<ClientSdkAction>());
        var back = await shop.Adyen.PayAsync(open.Reference.OrderId!);
        var result = Uri.UnescapeDataString(back.Url!.Query.Split("redirectResult=")[1]);
        var paid = await shop.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest
        {
            Payment = open.Reference, ReturnParameters = new Dictionary<string, string> { ["details"] = $$"""{"threeDSResult":"{{result}}"}""" },
        });
        Assert.That((paid.Status, paid.TransactionId), Is.EqualTo((PaymentStatus.Completed, paid.Reference.GetRelated("psp_reference"))));
    }

    [TestCaseSource(nameof(Waiting))]
    public async Task What_the_payer_pays_elsewhere_is_told_by_its_webhook(string token, Type action)
    {
        await using var shop = await AdyenShop.OpenAsync();
        var open = await shop.CreateAsync(token: token);
        Assert.That((open.Status, open.NextAction?.GetType()), Is.EqualTo((PaymentStatus.RequiresAction, action)));
        await shop.DecideAsync();
        Assert.That((await shop.ReadAsync(open)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static readonly TestCaseData[] Waiting =
    [
        new(AdyenTestMethods.Pix, typeof(DisplayAction)), new(AdyenTestMethods.Multibanco, typeof(DisplayAction)), new(AdyenTestMethods.Blik, typeof(WaitAction)),
    ];
}
