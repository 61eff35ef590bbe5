namespace Payments.Http;

/// <summary>Answers that a provider gives by refusing: no exceptions, since a decline is an answer.</summary>
public static class ProviderAnswers
{
    /// <summary>A payment that was declined, where the provider's error describes no payment of its own.</summary>
    /// <param name="response">The answer, with its <see cref="ProviderResponse.Error"/>.</param>
    /// <param name="payment">The payment, as far as it has ids.</param>
    /// <param name="amount">What was asked for.</param>
    /// <param name="now">The time, where the answer has none.</param>
    /// <returns>The payment, failed.</returns>
    public static Payment Declined(ProviderResponse response, PaymentReference payment, Money amount, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(payment);
        return new Payment
        {
            Reference = payment,
            Status = PaymentStatus.Failed,
            ProviderStatus = "",
            Amount = amount,
            CreatedAt = payment.Known?.CreatedAt ?? response.Date ?? now,
            AsOf = response.Date,
            Error = response.Error,
        };
    }

    /// <summary>A refund that the provider refused for a business reason; it has no id.</summary>
    /// <param name="response">The answer, with its <see cref="ProviderResponse.Error"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="provider">The registration's name.</param>
    /// <param name="now">The time, where the answer has none.</param>
    /// <returns>The refund, failed.</returns>
    public static Refund Refused(ProviderResponse response, RefundRequest request, string provider, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(request);
        return new Refund
        {
            Provider = provider,
            Reference = request.Reference,
            Payment = request.Payment,
            Status = RefundStatus.Failed,
            ProviderStatus = "",
            Amount = request.Amount ?? Left(request.Payment.Known),
            CreatedAt = response.Date ?? now,
            AsOf = response.Date,
            Error = response.Error,
            Origin = RefundOrigin.Merchant,
            Metadata = request.Metadata,
        };
    }

    private static Money Left(Payment? known) =>
        known?.CapturedAmount is { } captured ? captured - (known.RefundedAmount ?? Money.Zero(captured.Currency)) : known?.Amount ?? default;
}
