namespace Payments.Adyen;

/// <summary>Why a payment was refused: by <c>refusalReasonCode</c> in an answer, by the reason's own words in a webhook.</summary>
internal static class AdyenRefusals
{
    // The words are those of Adyen's page of refusal reasons.
    private static readonly (string Code, string Words, PaymentErrorCode Meaning)[] Rows =
    [
        ("2", "Refused", PaymentErrorCode.Declined),
        ("3", "Referral", PaymentErrorCode.Declined),
        ("4", "Acquirer Error", PaymentErrorCode.ProcessingError),
        ("5", "Blocked Card", PaymentErrorCode.InvalidCard),
        ("6", "Expired Card", PaymentErrorCode.ExpiredCard),
        ("7", "Invalid Amount", PaymentErrorCode.InvalidAmount),
        ("8", "Invalid Card Number", PaymentErrorCode.InvalidCard),
        ("9", "Issuer Unavailable", PaymentErrorCode.ProcessingError),
        ("10", "Not supported", PaymentErrorCode.NotPermitted),
        ("11", "3D Not Authenticated", PaymentErrorCode.AuthenticationFailed),
        ("12", "Not enough balance", PaymentErrorCode.InsufficientFunds),
        ("14", "Acquirer Fraud", PaymentErrorCode.SuspectedFraud),
        ("15", "Cancelled", PaymentErrorCode.PayerCancelled),
        ("16", "Shopper Cancelled", PaymentErrorCode.PayerCancelled),
        ("17", "Invalid Pin", PaymentErrorCode.Declined),
        ("18", "Pin tries exceeded", PaymentErrorCode.LimitExceeded),
        ("19", "Pin validation not possible", PaymentErrorCode.Declined),
        ("20", "FRAUD", PaymentErrorCode.SuspectedFraud),
        ("21", "Not Submitted", PaymentErrorCode.Declined),
        ("22", "FRAUD-CANCELLED", PaymentErrorCode.SuspectedFraud),
        ("23", "Transaction Not Permitted", PaymentErrorCode.NotPermitted),
        ("24", "CVC Declined", PaymentErrorCode.IncorrectCvv),
        ("25", "Restricted Card", PaymentErrorCode.InvalidCard),
        ("26", "Revocation Of Auth", PaymentErrorCode.NotPermitted),
        ("27", "Declined Non Generic", PaymentErrorCode.Declined),
        ("28", "Withdrawal amount exceeded", PaymentErrorCode.InsufficientFunds),
        ("29", "Withdrawal count exceeded", PaymentErrorCode.InsufficientFunds),
        ("31", "Issuer Suspected Fraud", PaymentErrorCode.SuspectedFraud),
        ("32", "AVS Declined", PaymentErrorCode.InvalidCard),
        ("33", "Card requires online pin", PaymentErrorCode.Declined),
        ("34", "No checking account", PaymentErrorCode.Declined),
        ("35", "No savings account", PaymentErrorCode.Declined),
        ("36", "Mobile pin required", PaymentErrorCode.Declined),
        ("37", "Contactless fallback", PaymentErrorCode.Declined),
        ("38", "Authentication required", PaymentErrorCode.AuthenticationRequired),
        ("39", "RReq not received from DS", PaymentErrorCode.ProcessingError),
        ("40", "Current AID in penalty box", PaymentErrorCode.ProcessingError),
        ("41", "CVM required, restart", PaymentErrorCode.ProcessingError),
        ("42", "3DS Authentication Error", PaymentErrorCode.AuthenticationFailed),
        ("46", "Blocked by Adyen", PaymentErrorCode.NotPermitted),
        ("50", "Token revoked", PaymentErrorCode.NotPermitted),
    ];

    private static readonly Dictionary<string, (string Code, PaymentErrorCode Meaning)> ByText =
        Rows.SelectMany(row => new[] { (Key: row.Code, row), (Key: row.Words, row) })
            .ToDictionary(pair => pair.Key, pair => (pair.row.Code, pair.row.Meaning), StringComparer.OrdinalIgnoreCase);

    /// <summary>The refusals after which the method must not be tried again.</summary>
    private static readonly string[] HardStops = ["26", "46", "50"];

    /// <summary>The error of a refused payment. Its words are for developers: Adyen wants the payer not to see them.</summary>
    internal static PaymentError Of(string? code, string? words)
    {
        var known = ByText.TryGetValue(code ?? words ?? "", out var row);
        return new PaymentError
        {
            Kind = PaymentErrorKind.Declined,
            Code = known ? row.Meaning : PaymentErrorCode.Declined,
            Retry = known && HardStops.Contains(row.Code) ? PaymentRetry.No : PaymentRetry.NewAttempt,
            ProviderCode = code ?? (known ? row.Code : null),
            ProviderMessage = words,
        };
    }

    /// <summary>The error of a payment that ended in <c>Error</c>: acquirer or issuer failed, nothing was taken, and this payment is over.</summary>
    internal static PaymentError Failure(string? code, string? words) =>
        Of(code, words) with { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.ProcessingError };

    /// <summary>Why a refund was refused or failed.</summary>
    internal static PaymentError Refund(string? words) => new()
    {
        Kind = PaymentErrorKind.Declined,
        Code = words switch
        {
            null => PaymentErrorCode.Unknown,
            _ when words.Contains("balance", StringComparison.OrdinalIgnoreCase) => PaymentErrorCode.AmountTooLarge,
            _ when words.Contains("captured", StringComparison.OrdinalIgnoreCase) => PaymentErrorCode.InvalidState,
            _ => PaymentErrorCode.Unknown,
        },
        Retry = PaymentRetry.NewAttempt,
        ProviderMessage = words,
    };
}
