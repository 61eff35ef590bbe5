namespace Payments.Adyen.Tests;

/// <summary>The tables of Adyen's page, row by row.</summary>
public class MappingTests
{
    [TestCase("Authorised", CaptureMode.Automatic, PaymentStatus.Completed)]
    [TestCase("Authorised", CaptureMode.Manual, PaymentStatus.Authorized)]
    [TestCase("PartiallyAuthorised", CaptureMode.Automatic, PaymentStatus.Authorized)]
    [TestCase("Received", CaptureMode.Automatic, PaymentStatus.Processing)]
    [TestCase("Pending", CaptureMode.Automatic, PaymentStatus.Pending)]
    [TestCase("PresentToShopper", CaptureMode.Automatic, PaymentStatus.RequiresAction)]
    [TestCase("RedirectShopper", CaptureMode.Automatic, PaymentStatus.RequiresAction)]
    [TestCase("IdentifyShopper", CaptureMode.Automatic, PaymentStatus.RequiresAction)]
    [TestCase("ChallengeShopper", CaptureMode.Automatic, PaymentStatus.RequiresAction)]
    [TestCase("AuthenticationFinished", CaptureMode.Automatic, PaymentStatus.RequiresConfirmation)]
    [TestCase("AuthenticationNotRequired", CaptureMode.Automatic, PaymentStatus.RequiresConfirmation)]
    [TestCase("Refused", CaptureMode.Automatic, PaymentStatus.Failed)]
    [TestCase("Error", CaptureMode.Automatic, PaymentStatus.Failed)]
    [TestCase("Cancelled", CaptureMode.Automatic, PaymentStatus.Cancelled)]
    [TestCase("Success", CaptureMode.Automatic, PaymentStatus.Unknown)]
    [TestCase("teleported", CaptureMode.Automatic, PaymentStatus.Unknown)]
    [TestCase(null, CaptureMode.Automatic, PaymentStatus.Unknown)]
    public async Task Result_codes(string? code, CaptureMode mode, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("authorised", paid => paid["resultCode"] = code));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: mode, token: Requests.Card));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, code ?? "")));
        Assert.That(payment.CapturedAmount, Is.EqualTo(expected switch
        {
            PaymentStatus.Completed => Requests.Eur,
            PaymentStatus.Unknown => null,
            _ => (Money?)new Money(0m, "EUR"),
        }));
    }

    [TestCase("active", PaymentStatus.RequiresAction)]
    [TestCase("completed", PaymentStatus.Completed)]
    [TestCase("paymentPending", PaymentStatus.Processing)]
    [TestCase("refused", PaymentStatus.Failed)]
    [TestCase("canceled", PaymentStatus.Cancelled)]
    [TestCase("expired", PaymentStatus.Expired)]
    [TestCase("teleported", PaymentStatus.Unknown)]
    public async Task Session_statuses(string status, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/sessions/CS0A1B", $$"""{"id":"CS0A1B","status":"{{status}}"}""");
        var payment = await adyen.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest
        {
            Payment = Requests.InSession, Amount = Requests.Eur, ReturnParameters = new Dictionary<string, string> { ["sessionResult"] = "x" },
        });
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
    }

    [TestCase("active", PaymentStatus.RequiresAction)]
    [TestCase("paymentPending", PaymentStatus.Processing)]
    [TestCase("completed", PaymentStatus.Completed)]
    [TestCase("paid", PaymentStatus.Completed)]
    [TestCase("expired", PaymentStatus.Expired)]
    [TestCase("teleported", PaymentStatus.Unknown)]
    public async Task Link_statuses(string status, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link => link["status"] = status));
        var payment = await adyen.Provider.GetPaymentAsync(Requests.Linked);
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
    }

    // Column by column: what success=true and success=false bring.
    [TestCase("AUTHORISATION", "authorization:Succeeded capture:Succeeded", "attempt")]
    [TestCase("AUTHORISATION_ADJUSTMENT", "authorization:Succeeded", "")]
    [TestCase("CAPTURE", "capture:Succeeded", "capture:Reversed")]
    [TestCase("CAPTURE_FAILED", "capture:Reversed", "capture:Reversed")]
    [TestCase("CANCELLATION", "void:Succeeded capture:Reversed", "void:Failed")]
    [TestCase("TECHNICAL_CANCEL", "void:Succeeded capture:Reversed", "void:Failed")]
    [TestCase("CANCEL_OR_REFUND", "", "")]
    [TestCase("EXPIRE", "expiry", "")]
    [TestCase("OFFER_CLOSED", "expiry", "")]
    [TestCase("REFUND", "refund:Completed", "refund:Failed")]
    [TestCase("REFUND_WITH_DATA", "refund:Completed", "refund:Failed")]
    [TestCase("REFUND_FAILED", "refund:Failed", "refund:Failed")]
    [TestCase("REFUNDED_REVERSED", "refund:Failed", "refund:Failed")]
    [TestCase("POSTPONED_REFUND", "refund:Pending", "refund:Failed")]
    [TestCase("VOID_PENDING_REFUND", "refund:Cancelled", "")]
    [TestCase("ORDER_OPENED", "", "")]
    [TestCase("ORDER_CLOSED", "capture:Succeeded", "void:Succeeded")]
    [TestCase("PENDING", "snapshot:Pending", "")]
    [TestCase("MANUAL_REVIEW_ACCEPT", "", "")]
    [TestCase("MANUAL_REVIEW_REJECT", "", "")]
    [TestCase("HANDLED_EXTERNALLY", "", "")]
    [TestCase("AUTORESCUE", "", "")]
    [TestCase("CANCEL_AUTORESCUE", "", "")]
    [TestCase("REPORT_AVAILABLE", "", "")]
    [TestCase("RECURRING_CONTRACT", "", "")]
    [TestCase("PAYOUT_THIRDPARTY", "", "")]
    [TestCase("PAYOUT_DECLINE", "", "")]
    [TestCase("PAYOUT_EXPIRE", "", "")]
    [TestCase("PAIDOUT_REVERSED", "", "")]
    [TestCase("REQUEST_FOR_INFORMATION", "", "")]
    [TestCase("NOTIFICATION_OF_FRAUD", "", "")]
    [TestCase("NOTIFICATION_OF_CHARGEBACK", "dispute:NeedsResponse", "")]
    [TestCase("CHARGEBACK", "dispute:NeedsResponse", "")]
    [TestCase("SECOND_CHARGEBACK", "dispute:NeedsResponse", "")]
    [TestCase("PREARBITRATION_OPEN", "dispute:NeedsResponse", "")]
    [TestCase("SCHEME_ARBITRATION", "dispute:UnderReview", "")]
    [TestCase("INFORMATION_SUPPLIED", "dispute:UnderReview", "")]
    [TestCase("ISSUER_COMMENTS", "dispute:UnderReview", "")]
    [TestCase("ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "dispute:UnderReview", "")]
    [TestCase("DISPUTE_DEFENSE_PERIOD_ENDED", "dispute:UnderReview", "")]
    [TestCase("PREARBITRATION_LOST", "dispute:Lost", "")]
    [TestCase("PREARBITRATION_ACCEPTED", "dispute:Lost", "")]
    [TestCase("PREARBITRATION_DECLINED", "dispute:UnderReview", "")]
    [TestCase("SCHEME_ARBITRATION_LOST", "dispute:Lost", "")]
    [TestCase("CHARGEBACK_REVERSED", "dispute:Won", "")]
    [TestCase("PREARBITRATION_WON", "dispute:Won", "")]
    [TestCase("PREARBITRATION_ISSUER_WITHDRAWN", "dispute:Closed", "")]
    [TestCase("SCHEME_ARBITRATION_WON", "dispute:Won", "")]
    [TestCase("A_NEW_EVENT", "", "")]
    public async Task Events(string code, string whenTrue, string whenFalse)
    {
        using var adyen = new AdyenHost();
        foreach (var (success, expected) in new[] { ("true", whenTrue), ("false", whenFalse) })
        {
            var original = code is "AUTHORISATION" or "PENDING" ? null : Requests.Psp;
            var told = await Notifications.ResolveAsync(adyen, Notifications.Body(code, success, original is null ? Requests.Psp : "MOVE1234EFGH5678", original));
            Assert.That(Describe(told), Is.EqualTo(expected), $"success={success}");
            Assert.That(told.ProviderEventType, Is.EqualTo(code));
            if (expected.Length == 0)
                Assert.That(told.Type, Is.EqualTo(PaymentEventType.Other));
        }
    }

    [TestCase("cancel", "void:Succeeded capture:Reversed")]
    [TestCase("refund", "refund:Completed")]
    [TestCase("something", "")]
    public async Task Reversals_by_their_action(string action, string expected)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("CANCEL_OR_REFUND", "true", "MOVE1234EFGH5678", Requests.Psp, change: item => item["additionalData"]!["modification.action"] = action);
        Assert.That(Describe(await Notifications.ResolveAsync(adyen, body)), Is.EqualTo(expected));
    }

    [TestCase("CHARGEBACK", "Unresponded", DisputeStatus.NeedsResponse, PaymentEventType.DisputeOpened)]
    [TestCase("INFORMATION_SUPPLIED", "Responded", DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated)]
    [TestCase("INFORMATION_SUPPLIED", "Pending", DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated)]
    [TestCase("DISPUTE_DEFENSE_PERIOD_ENDED", "Expired", DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated)]
    [TestCase("DISPUTE_DEFENSE_PERIOD_ENDED", "Undefended", DisputeStatus.Lost, PaymentEventType.DisputeClosed)]
    [TestCase("CHARGEBACK", "Accepted", DisputeStatus.Lost, PaymentEventType.DisputeClosed)]
    [TestCase("SECOND_CHARGEBACK", "Lost", DisputeStatus.Lost, PaymentEventType.DisputeClosed)]
    [TestCase("ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "Won", DisputeStatus.Won, PaymentEventType.DisputeClosed)]
    [TestCase("CHARGEBACK_REVERSED", "Pending", DisputeStatus.Won, PaymentEventType.DisputeClosed)]
    [TestCase("CHARGEBACK", "A_new_status", DisputeStatus.NeedsResponse, PaymentEventType.DisputeOpened)]
    public async Task Dispute_statuses(string code, string detail, DisputeStatus status, PaymentEventType type)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body(code, psp: Notifications.Disputed, original: Requests.Psp, change: item => item["additionalData"]!["disputeStatus"] = detail);
        var told = await Notifications.ResolveAsync(adyen, body);
        Assert.That((told.Dispute!.Status, told.Type, told.Dispute.ProviderStatus), Is.EqualTo((status, type, detail)));
    }

    private static string Describe(PaymentEvent told)
    {
        var facts = told.Facts.Select(fact => fact switch
        {
            AuthorizedFact a => "authorization:" + a.State,
            CapturedFact c => "capture:" + c.State,
            VoidedFact v => "void:" + v.State,
            _ => fact.Key,
        }).ToList();
        if (told.Refund is { } refund)
            facts.Add("refund:" + refund.Status);
        if (told.Dispute is { } dispute)
            facts.Add("dispute:" + dispute.Status);
        if (told.Payment is { } payment && facts.Count == 0)
            facts.Add("snapshot:" + payment.Status);
        return string.Join(' ', facts);
    }
}
