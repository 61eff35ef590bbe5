namespace Payments.Adyen.Tests;

/// <summary>Every refusal reason of Adyen's page, by its code in an answer and by its words in a webhook.</summary>
public class RefusalTests
{
    [TestCase("2", "Refused", PaymentErrorCode.Declined)]
    [TestCase("3", "Referral", PaymentErrorCode.Declined)]
    [TestCase("4", "Acquirer Error", PaymentErrorCode.ProcessingError)]
    [TestCase("5", "Blocked Card", PaymentErrorCode.InvalidCard)]
    [TestCase("6", "Expired Card", PaymentErrorCode.ExpiredCard)]
    [TestCase("7", "Invalid Amount", PaymentErrorCode.InvalidAmount)]
    [TestCase("8", "Invalid Card Number", PaymentErrorCode.InvalidCard)]
    [TestCase("9", "Issuer Unavailable", PaymentErrorCode.ProcessingError)]
    [TestCase("10", "Not supported", PaymentErrorCode.NotPermitted)]
    [TestCase("11", "3D Not Authenticated", PaymentErrorCode.AuthenticationFailed)]
    [TestCase("12", "Not enough balance", PaymentErrorCode.InsufficientFunds)]
    [TestCase("14", "Acquirer Fraud", PaymentErrorCode.SuspectedFraud)]
    [TestCase("15", "Cancelled", PaymentErrorCode.PayerCancelled)]
    [TestCase("16", "Shopper Cancelled", PaymentErrorCode.PayerCancelled)]
    [TestCase("17", "Invalid Pin", PaymentErrorCode.Declined)]
    [TestCase("18", "Pin tries exceeded", PaymentErrorCode.LimitExceeded)]
    [TestCase("19", "Pin validation not possible", PaymentErrorCode.Declined)]
    [TestCase("20", "FRAUD", PaymentErrorCode.SuspectedFraud)]
    [TestCase("21", "Not Submitted", PaymentErrorCode.Declined)]
    [TestCase("22", "FRAUD-CANCELLED", PaymentErrorCode.SuspectedFraud)]
    [TestCase("23", "Transaction Not Permitted", PaymentErrorCode.NotPermitted)]
    [TestCase("24", "CVC Declined", PaymentErrorCode.IncorrectCvv)]
    [TestCase("25", "Restricted Card", PaymentErrorCode.InvalidCard)]
    [TestCase("26", "Revocation Of Auth", PaymentErrorCode.NotPermitted, true)]
    [TestCase("27", "Declined Non Generic", PaymentErrorCode.Declined)]
    [TestCase("28", "Withdrawal amount exceeded", PaymentErrorCode.InsufficientFunds)]
    [TestCase("29", "Withdrawal count exceeded", PaymentErrorCode.InsufficientFunds)]
    [TestCase("31", "Issuer Suspected Fraud", PaymentErrorCode.SuspectedFraud)]
    [TestCase("32", "AVS Declined", PaymentErrorCode.InvalidCard)]
    [TestCase("33", "Card requires online pin", PaymentErrorCode.Declined)]
    [TestCase("34", "No checking account", PaymentErrorCode.Declined)]
    [TestCase("35", "No savings account", PaymentErrorCode.Declined)]
    [TestCase("36", "Mobile pin required", PaymentErrorCode.Declined)]
    [TestCase("37", "Contactless fallback", PaymentErrorCode.Declined)]
    [TestCase("38", "Authentication required", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("39", "RReq not received from DS", PaymentErrorCode.ProcessingError)]
    [TestCase("40", "Current AID in penalty box", PaymentErrorCode.ProcessingError)]
    [TestCase("41", "CVM required, restart", PaymentErrorCode.ProcessingError)]
    [TestCase("42", "3DS Authentication Error", PaymentErrorCode.AuthenticationFailed)]
    [TestCase("46", "blocked by Adyen", PaymentErrorCode.NotPermitted, true)]
    [TestCase("50", "token revoked", PaymentErrorCode.NotPermitted, true)]
    [TestCase("47", "A new reason", PaymentErrorCode.Declined)]
    public async Task Reasons(string code, string words, PaymentErrorCode expected, bool isHardStop = false)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("refused", paid => (paid["refusalReasonCode"], paid["refusalReason"]) = (code, words)));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        var error = payment.Error!;
        Assert.That((error.Kind, error.Code, error.ProviderCode, error.ProviderMessage), Is.EqualTo((PaymentErrorKind.Declined, expected, code, words)));
        Assert.That((error.Retry, error.PayerMessage), Is.EqualTo((isHardStop ? PaymentRetry.No : PaymentRetry.NewAttempt, (string?)null)));

        var told = await Notifications.ResolveAsync(adyen, Notifications.Body("AUTHORISATION", "false", change: item => item["reason"] = words));
        var failed = ((FailedAttemptFact)told.Facts.Single()).Error;
        Assert.That((failed.Code, failed.Retry), Is.EqualTo((expected, error.Retry)));
    }

    [TestCase(7)]
    [TestCase(null)]
    public async Task A_code_may_be_a_number_or_missing(int? code)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("refused", paid => (paid["refusalReasonCode"], paid["refusalReason"]) = (code, null)));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Status, payment.Error!.Code), Is.EqualTo((PaymentStatus.Failed, code is null ? PaymentErrorCode.Declined : PaymentErrorCode.InvalidAmount)));
    }

    [Test]
    public async Task An_error_is_the_acquirers_and_final()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("refused", paid => (paid["resultCode"], paid["refusalReasonCode"], paid["refusalReason"]) = ("Error", "4", "Acquirer Error")));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Status, payment.Error!.Kind, payment.Error.Code, payment.Error.Retry), Is.EqualTo(
            (PaymentStatus.Failed, PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError, PaymentRetry.NewAttempt)));
    }
}
