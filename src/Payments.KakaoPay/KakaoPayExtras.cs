namespace Payments.KakaoPay;

/// <summary>What a payment on Kakao Pay's page takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class KakaoPayPaymentExtras : ProviderExtras
{
    private readonly string[] _availableCards = [];

    /// <summary>
    /// The card companies that the payer may use: <c>SHINHAN</c>, <c>KB</c>, <c>HYUNDAI</c>, <c>LOTTE</c>, <c>SAMSUNG</c>, <c>NH</c>, <c>BC</c>, <c>HANA</c>,
    /// <c>CITI</c>, <c>KAKAOBANK</c>, <c>KAKAOPAY</c>, <c>WOORIONLY</c>. <c>KAKAOBANK</c>, <c>KAKAOPAY</c> and <c>CITI</c> are no part of <c>KB</c> and
    /// <c>BC</c>. Empty for all.
    /// </summary>
    public IReadOnlyList<string> AvailableCards { get => _availableCards; init => _availableCards = [.. value]; }

    /// <summary>Whether instalments whose interest the merchant shares are offered. Null for what the contract says.</summary>
    public bool? UseShareInstallment { get; init; }

    /// <summary>The deposit for reusable cups that the amount contains. Such a payment can be refunded as a whole only. Null for none.</summary>
    public Money? GreenDeposit { get; init; }

    /// <summary>Where Kakao's iOS app goes back to after the payment: the own app's scheme. Null for none.</summary>
    public Uri? ReturnCustomUrl { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("kakaopay.available_cards", string.Join(',', AvailableCards))
            .Add("kakaopay.use_share_installment", UseShareInstallment)
            .Add("kakaopay.green_deposit", GreenDeposit)
            .Add("kakaopay.return_custom_url", ReturnCustomUrl?.OriginalString);
    }
}

/// <summary>What a payment at Kakao Pay brings beyond <see cref="Payment"/>.</summary>
public static class KakaoPayPaymentExtensions
{
    /// <summary>
    /// The recurring key (SID) that a confirmed payment brought: give it as <see cref="PaymentRequest.PaymentToken"/>, with the same
    /// <see cref="PaymentRequest.CustomerId"/>, to charge the payer again.
    /// </summary>
    /// <param name="payment">The payment as it was confirmed, or as the payment memory keeps it.</param>
    /// <returns>
    /// The key; null when the merchant code is not a recurring one, or before the payment was confirmed. Only the answer to the approval tells it, so that it is
    /// null as well, and stays so, where that answer was lost and the payment was found to be paid by a read.
    /// </returns>
    public static Sensitive<string>? GetRecurringKey(this Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return KakaoPayState.Of(payment)?.Sid is { Length: > 0 } sid ? new Sensitive<string>(sid) : default(Sensitive<string>?);
    }
}
