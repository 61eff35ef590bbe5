using System.Text.Json;

namespace Payments.Toss;

/// <summary>
/// What is read again later, as the payment memory seals it in <see cref="Payment.ProviderState"/>: the secret that a deposit's event carries, alone, or
/// with the account that the payer gave for a refund, which Toss Payments tells for half an hour only.
/// </summary>
internal sealed class TossState
{
    public string? Secret { get; init; }

    public TossPayerAccount? RefundAccount { get; init; }

    internal static TossState? Of(Payment? payment)
    {
        if (payment?.ProviderState?.Reveal() is not { Length: > 0 } state)
            return null;
        if (state[0] != '{')
            return new TossState { Secret = state };
        try
        {
            return JsonSerializer.Deserialize(state, TossRequestJson.Default.TossState);
        }
        catch (JsonException)
        {
            // Another provider's.
            return null;
        }
    }

    /// <summary>What an answer tells, and what was sealed of the same try before.</summary>
    internal static Sensitive<string>? Create(TossPayment payment, Payment? known)
    {
        var sealedBefore = SealedOf(payment, known);
        var secret = payment.Secret is { Length: > 0 } told ? told : sealedBefore?.Secret;
        var account = ToldAccount(payment) ?? sealedBefore?.RefundAccount;
        return account is not null ? new Sensitive<string>(JsonSerializer.Serialize(new TossState { Secret = secret, RefundAccount = account }, TossRequestJson.Default.TossState))
            : secret is not null ? new Sensitive<string>(secret)
            : default(Sensitive<string>?);
    }

    /// <summary>Where the payer wants a deposit back. Null when that was not told, or is no account that a refund could go to.</summary>
    internal static TossRefundAccount? RefundAccountOf(TossPayment payment, Payment? known) =>
        (ToldAccount(payment) ?? SealedOf(payment, known)?.RefundAccount) is { BankCode: { } bank, AccountNumber: { } number, HolderName: { } holder }
        && number != payment.VirtualAccount?.AccountNumber
            ? new TossRefundAccount { Bank = bank, AccountNumber = number, HolderName = holder }
            : null;

    private static TossState? SealedOf(TossPayment payment, Payment? known) =>
        known is not null && TossIds.KeyOf(known.Reference) == payment.PaymentKey ? Of(known) : null;

    private static TossPayerAccount? ToldAccount(TossPayment payment) => payment.VirtualAccount?.RefundReceiveAccount is
    {
        BankCode.Length: > 0, AccountNumber: { Length: > 0 and <= TossDefaults.MaxAccountNumberLength } number, HolderName.Length: > 0 and <= TossDefaults.MaxHolderNameLength,
    } account && number.All(char.IsAsciiDigit)
        ? account
        : null;
}
