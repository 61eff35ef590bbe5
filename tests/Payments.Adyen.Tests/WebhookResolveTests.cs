using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Adyen.Tests;

/// <summary>What events mean, one by one.</summary>
public class WebhookResolveTests
{
    private static readonly DateTimeOffset At = TestClock.Start.AddSeconds(5);

    [Test]
    public async Task An_authorisation_is_the_payment_where_the_account_captures()
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION"));
        Assert.Multiple(() =>
        {
            Assert.That((told.EventId, told.Type, told.ProviderEventType, told.OccurredAt), Is.EqualTo(
                ("ABCD1234EFGH5678:AUTHORISATION:true:", PaymentEventType.PaymentUpdated, "AUTHORISATION", (DateTimeOffset?)At)));
            Assert.That(told.Facts, Is.EqualTo(new PaymentFact[]
            {
                new AuthorizedFact(Requests.Psp, Requests.Eur) { AsOf = At, Version = 1 }, new CapturedFact(Requests.Psp, Requests.Eur) { AsOf = At, Version = 1 },
            }));
            var payment = told.Payment!;
            Assert.That((payment.Status, payment.CapturedAmount, payment.TransactionId, payment.Amount), Is.EqualTo(
                (PaymentStatus.Completed, (Money?)Requests.Eur, Requests.Psp, Requests.Eur)));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.DebitCard, "visa")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "visa", Last4 = "1142", ApprovalCode = "060494" }));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Paid), "As the answer to a direct payment would name it.");
            Assert.That((payment.RefundedAmount, payment.Version, payment.AsOf), Is.EqualTo(((Money?)null, (long?)1, (DateTimeOffset?)At)));
        });
    }

    [TestCase(CaptureMode.Manual, null, null, PaymentStatus.Authorized)]
    [TestCase(CaptureMode.Automatic, CaptureMode.Manual, null, PaymentStatus.Authorized)]
    [TestCase(CaptureMode.Manual, CaptureMode.Automatic, "manual", PaymentStatus.Completed)]
    [TestCase(CaptureMode.Automatic, null, "manual", PaymentStatus.Authorized)]
    [TestCase(CaptureMode.Manual, null, "automatic", PaymentStatus.Completed)]
    public async Task How_the_money_is_taken_is_known_from_the_payment_its_note_or_the_account(CaptureMode account, CaptureMode? known, string? note, PaymentStatus expected)
    {
        using var adyen = new AdyenHost(options => options.AccountCaptureMode = account);
        var body = Notifications.Body("AUTHORISATION", change: item =>
        {
            if (note is not null)
                item["additionalData"]!["metadata.capture_mode"] = note;
        });
        var told = await Notifications.ResolveAsync(adyen, body, known is { } mode ? Requests.Known(PaymentStatus.RequiresAction, Requests.Linked, mode) : null);
        Assert.That((told.Payment!.Status, told.Facts.OfType<CapturedFact>().Any()), Is.EqualTo((expected, expected is PaymentStatus.Completed)));
    }

    [Test]
    public async Task The_payments_own_ids_stay_and_the_pspReference_is_learnt()
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION"), Requests.Known(PaymentStatus.RequiresAction, Requests.Linked));
        Assert.That(told.Reference!.ToString(), Is.EqualTo("adyen:PL0A1B?order=ord-1001&related.payment_link=PL0A1B&related.psp_reference=ABCD1234EFGH5678"));
    }

    [TestCase(1000, PaymentStatus.Authorized, PaymentAttention.Underpaid, 1)]
    [TestCase(2000, PaymentStatus.Completed, PaymentAttention.Overpaid, 2)]
    public async Task Another_amount_than_was_asked_for_is_noticed(long value, PaymentStatus status, PaymentAttention attention, int facts)
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION", value: value), Requests.Known(PaymentStatus.RequiresAction, Requests.Linked));
        Assert.That((told.Payment!.Status, told.Payment.Attention, told.Payment.Amount, told.Facts.Count), Is.EqualTo((status, attention, Requests.Eur, facts)));
    }

    [Test]
    public async Task A_second_payment_of_one_order_is_noticed()
    {
        using var adyen = new AdyenHost();
        var known = Requests.Known(PaymentStatus.Completed, Requests.Linked, captured: 12.50m, facts: Requests.Held("FIRST234EFGH5678"));
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION"), known);
        Assert.That(told.Payment!.Attention, Is.EqualTo(PaymentAttention.Multiple));
        var again = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION"), known with { Facts = [Requests.Held()] });
        Assert.That(again.Payment!.Attention, Is.EqualTo(PaymentAttention.None), "The same one again.");
    }

    [Test]
    public async Task A_refused_attempt_on_a_page_leaves_it_open()
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("AUTHORISATION", "false", change: item => item["reason"] = "Not enough balance");
        var told = await Notifications.ResolveAsync(adyen, body, Requests.Known(PaymentStatus.RequiresAction, Requests.Linked));
        Assert.That((told.Payment!.Status, told.Payment.Version, told.Payment.Error!.Code), Is.EqualTo((PaymentStatus.RequiresAction, (long?)0, PaymentErrorCode.InsufficientFunds)));
        Assert.That((told.Facts.Count, told.Reference!.GetRelated("psp_reference")), Is.EqualTo((0, (string?)null)), "A refused attempt names no payment.");
    }

    [Test]
    public async Task A_refused_direct_payment_has_failed()
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("AUTHORISATION", "false", change: item => item["reason"] = "CVC Declined");
        var told = await Notifications.ResolveAsync(adyen, body);
        var failed = (FailedAttemptFact)told.Facts.Single();
        Assert.That((failed.Error.Code, failed.Error.Kind, failed.Version), Is.EqualTo((PaymentErrorCode.IncorrectCvv, PaymentErrorKind.Declined, (long?)1)));
        Assert.That(told.Payment, Is.Null, "It describes no payment whole.");
    }

    [TestCase("CAPTURE", "true", CaptureMode.Manual, Notifications.Captured, MovementState.Succeeded, 4)]
    [TestCase("CAPTURE", "false", CaptureMode.Manual, Notifications.Captured, MovementState.Failed, 4)]
    [TestCase("CAPTURE_FAILED", "true", CaptureMode.Manual, Notifications.Captured, MovementState.Reversed, 5)]
    [TestCase("CAPTURE", "true", CaptureMode.Automatic, Requests.Psp, MovementState.Succeeded, 4)]
    [TestCase("CAPTURE", "false", CaptureMode.Automatic, Requests.Psp, MovementState.Reversed, 4)]
    [TestCase("CAPTURE_FAILED", "true", CaptureMode.Automatic, Requests.Psp, MovementState.Reversed, 5)]
    public async Task Captures(string code, string success, CaptureMode mode, string id, MovementState state, long stage)
    {
        using var adyen = new AdyenHost();
        var known = Requests.Known(PaymentStatus.Authorized, capture: mode);
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body(code, success, Notifications.Captured, Requests.Psp, 500), known);
        Assert.That(told.Facts.Single(), Is.EqualTo(new CapturedFact(id, new Money(5m, "EUR"), state) { AsOf = At, Version = stage }));
    }

    [TestCase("REFUND", "true", null, RefundStatus.Completed, 4)]
    [TestCase("REFUND_FAILED", "true", null, RefundStatus.Failed, 5)]
    [TestCase("CANCEL_OR_REFUND", "true", "refund", RefundStatus.Completed, 4)]
    public async Task Refunds(string code, string success, string? action, RefundStatus status, long stage)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body(code, success, Notifications.Refunded, Requests.Psp, 500, item =>
        {
            item["merchantReference"] = "R-1";
            item["reason"] = "Insufficient balance on payment";
            if (action is not null)
                item["additionalData"]!["modification.action"] = action;
        });
        var told = await Notifications.ResolveAsync(adyen, body, Requests.Known(PaymentStatus.Completed, captured: 12.50m));
        var refund = told.Refund!;
        Assert.That((told.Type, refund.RefundId, refund.Reference, refund.Status, refund.Amount, refund.Version), Is.EqualTo(
            (PaymentEventType.RefundUpdated, Notifications.Refunded, "R-1", status, new Money(5m, "EUR"), (long?)stage)));
        Assert.That(refund.Error?.Code, Is.EqualTo(status is RefundStatus.Failed ? PaymentErrorCode.AmountTooLarge : (PaymentErrorCode?)null));
    }

    [Test]
    public async Task A_refund_of_the_customer_area_has_no_reference_of_ours()
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(
            adyen, Notifications.Body("REFUND", psp: Notifications.Refunded, original: Requests.Psp), Requests.Known(PaymentStatus.Completed, captured: 12.50m));
        Assert.That((told.Refund!.Reference, told.Refund.Origin), Is.EqualTo(((string?)null, RefundOrigin.Unknown)));
    }

    [Test]
    public async Task A_late_failure_is_found_by_our_reference_too()
    {
        using var adyen = new AdyenHost();
        var earlier = new Refund
        {
            Provider = "adyen", RefundId = "FIRST-REFUND", Reference = "R-1", Payment = Requests.Paid, Status = RefundStatus.Completed, ProviderStatus = "REFUND",
            Amount = Requests.Eur, CreatedAt = TestClock.Start, Origin = RefundOrigin.Merchant,
        };
        var body = Notifications.Body("REFUND_FAILED", psp: "SOME-OTHER-ID", original: Requests.Psp, change: item => item["merchantReference"] = "R-1");
        var told = await Notifications.ResolveAsync(adyen, body, Requests.Known(PaymentStatus.Refunded, captured: 12.50m, facts: new RefundFact(earlier)));
        Assert.That((told.Refund!.RefundId, told.Refund.Status, told.Refund.Error), Is.EqualTo(("FIRST-REFUND", RefundStatus.Failed, told.Refund.Error!)));
    }

    [Test]
    public async Task A_dispute_is_described()
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("CHARGEBACK", psp: Notifications.Disputed, original: Requests.Psp, change: item =>
        {
            item["additionalData"]!["chargebackReasonCode"] = " 4853";
            item["additionalData"]!["disputeStatus"] = "Unresponded";
            item["additionalData"]!["defensePeriodEndsAt"] = "2026-11-17T03:03:07+02:00";
            item["additionalData"]!["defendable"] = true;
        });
        var told = await Notifications.ResolveAsync(adyen, body, Requests.Known(PaymentStatus.Completed, captured: 12.50m));
        Assert.That(told.Type, Is.EqualTo(PaymentEventType.DisputeOpened));
        Assert.That(told.Dispute, Is.EqualTo(new Dispute
        {
            DisputeId = Notifications.Disputed, Payment = Requests.Paid, Status = DisputeStatus.NeedsResponse, ProviderStatus = "Unresponded", Amount = Requests.Eur, Reason = "4853",
            EvidenceDueBy = new DateTimeOffset(2026, 11, 17, 1, 3, 7, TimeSpan.Zero), AsOf = At, Version = 2,
        }));
    }

    // Lost, Accepted and Undefended end it, whatever the event is called that brings the word.
    [TestCase("DISPUTE_DEFENSE_PERIOD_ENDED Undefended", "SECOND_CHARGEBACK", DisputeStatus.Lost)]
    [TestCase("DISPUTE_DEFENSE_PERIOD_ENDED Lost", "SECOND_CHARGEBACK Unresponded", DisputeStatus.Lost)]
    [TestCase("INFORMATION_SUPPLIED Accepted", "PREARBITRATION_OPEN", DisputeStatus.Lost)]
    [TestCase("INFORMATION_SUPPLIED Lost", "SCHEME_ARBITRATION Pending", DisputeStatus.Lost)]
    [TestCase("INFORMATION_SUPPLIED Lost", "SCHEME_ARBITRATION_WON", DisputeStatus.Won)]
    [TestCase("INFORMATION_SUPPLIED Responded", "SECOND_CHARGEBACK", DisputeStatus.NeedsResponse)]
    public async Task A_dispute_that_is_lost_stays_so_whichever_event_comes_first(string one, string other, DisputeStatus expected)
    {
        using var adyen = new AdyenHost();
        var bodies = new[] { one, other }.Select(told => Notifications.Body(
            told.Split(' ')[0], psp: Notifications.Disputed, original: Requests.Psp,
            change: item => item["additionalData"]!["disputeStatus"] = told.Contains(' ', StringComparison.Ordinal) ? told.Split(' ')[1] : null)).ToArray();
        foreach (var order in new[] { bodies, [bodies[1], bodies[0]] })
        {
            var payment = await Notifications.FoldAsync(adyen, Requests.Known(PaymentStatus.Completed, captured: 12.50m), order);
            Assert.That(payment.Facts.OfType<DisputeFact>().Single().Dispute.Status, Is.EqualTo(expected));
        }
    }

    // Some events of a dispute name the payment alone.
    [Test]
    public async Task An_event_without_the_disputes_id_is_about_the_one_that_is_there()
    {
        using var adyen = new AdyenHost();
        var open = new Dispute { DisputeId = Notifications.Disputed, Payment = Requests.Paid, Status = DisputeStatus.NeedsResponse, ProviderStatus = "CHARGEBACK" };
        var known = Requests.Known(PaymentStatus.Disputed, captured: 12.50m, facts: new DisputeFact(open) { Version = 2 });
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("CHARGEBACK_REVERSED"), known);
        Assert.That((told.Dispute!.DisputeId, told.Dispute.Status, told.Type), Is.EqualTo((Notifications.Disputed, DisputeStatus.Won, PaymentEventType.DisputeClosed)));
        var again = await Notifications.ResolveAsync(adyen, Notifications.Body("CHARGEBACK", psp: Notifications.Disputed, original: Requests.Psp), known);
        Assert.That(again.Type, Is.EqualTo(PaymentEventType.DisputeUpdated), "It was opened before.");
    }

    // The id of such an event may be its own: it must not become the payment's.
    [TestCase("EXPIRE")]
    [TestCase("CHARGEBACK_REVERSED")]
    public async Task An_id_that_may_be_the_events_own_is_not_learnt(string code)
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body(code, psp: "OWN-1"), Requests.Known(PaymentStatus.Authorized, capture: CaptureMode.Manual));
        Assert.That(told.Reference, Is.EqualTo(Requests.Paid));
    }

    [TestCase("test_AUTHORISATION_1")]
    [TestCase("testnotification_1")]
    public async Task A_trial_of_the_customer_area_is_no_payment(string psp)
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION", psp: psp));
        Assert.That((told.Type, told.Payment, told.Facts.Count, told.Reference), Is.EqualTo((PaymentEventType.Other, (Payment?)null, 0, (PaymentReference?)null)));
    }

    // As in the messages of Adyen's own tests.
    [Test]
    public async Task A_cancellation_may_lack_our_reference_and_hold_a_name_in_the_wrong_case()
    {
        using var adyen = new AdyenHost();
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("CANCELLATION", psp: "MOVE1234EFGH5678", original: Requests.Psp, change: item =>
        {
            item.Remove("merchantReference");
            item["originalreference"] = null;
        }));
        Assert.That(told.Facts, Is.EqualTo(new PaymentFact[]
        {
            new VoidedFact("MOVE1234EFGH5678") { AsOf = At, Version = 4 }, new CapturedFact(Requests.Psp, Requests.Eur, MovementState.Reversed) { AsOf = At, Version = 4 },
        }));
        Assert.That(told.Reference!.ToString(), Is.EqualTo("adyen:?related.psp_reference=ABCD1234EFGH5678"));
    }

    [TestCase(CaptureMode.Automatic, PaymentStatus.Completed)]
    [TestCase(CaptureMode.Manual, PaymentStatus.Authorized)]
    public async Task The_parts_of_an_order_are_the_whole_when_it_closes(CaptureMode capture, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        var known = Requests.Known(PaymentStatus.Authorized, capture: capture, facts: Requests.Held()) with { Attention = PaymentAttention.Underpaid };
        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("ORDER_CLOSED", psp: "ORDR1234EFGH5678"), known);
        Assert.That((told.Payment!.Status, told.Payment.Attention, told.Reference), Is.EqualTo((expected, PaymentAttention.None, Requests.Paid)));
    }

    [TestCase("eventDate", "yesterday")]
    [TestCase("eventDate", null)]
    [TestCase("reason", null)]
    [TestCase("reason", "null")]
    [TestCase("paymentMethod", null)]
    [TestCase("paymentMethod", "a_new_method")]
    [TestCase("operations", null)]
    public async Task What_only_describes_may_be_missing_or_odd(string field, string? value)
    {
        using var adyen = new AdyenHost();
        foreach (var success in new[] { "true", "false" })
        {
            var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION", success, change: item => item[field] = value));
            Assert.That(told.Type, Is.EqualTo(PaymentEventType.PaymentUpdated));
        }
    }

    [Test]
    public async Task An_item_without_payment_or_amount_is_told_and_changes_nothing()
    {
        using var adyen = new AdyenHost();
        foreach (var field in new[] { "pspReference", "amount" })
        {
            var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION", change: item => item.Remove(field)));
            Assert.That((told.Type, told.Payment, told.Facts.Count), Is.EqualTo((PaymentEventType.Other, (Payment?)null, 0)));
        }
    }

    [Test]
    public async Task What_is_not_signed_may_even_be_no_text()
    {
        using var adyen = new AdyenHost();
        var body = Encoding.UTF8.GetBytes(Notifications.Body("AUTHORISATION"));
        var reason = body.AsSpan().IndexOf("060494:1142"u8);
        body[reason] = 0xFF;
        body[body.AsSpan().IndexOf("1142"u8)] = 0xFF;
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(body));
        Assert.That((await adyen.Provider.ResolveWebhookAsync(webhook)).Single().Payment!.Card!.Last4, Is.Null);
    }

    [Test]
    [SetCulture("tr-TR")]
    public async Task Culture_changes_nothing()
    {
        using var adyen = new AdyenHost();
        var body = JsonNode.Parse(Notifications.Body("AUTHORISATION"))!.ToJsonString();
        Assert.That((await Notifications.ResolveAsync(adyen, body)).Payment!.AsOf, Is.EqualTo(At));
    }
}
