using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Toss;

// What of the answers and events is read. Classes, not records: some hold secrets, and a record prints its members. Everything may be missing.

/// <summary>A payment.</summary>
internal sealed class TossPayment
{
    public string? MId { get; init; }

    public string? PaymentKey { get; init; }

    public string? OrderId { get; init; }

    public string? Currency { get; init; }

    public string? Method { get; init; }

    public string? Status { get; init; }

    public decimal? TotalAmount { get; init; }

    public decimal? BalanceAmount { get; init; }

    public string? RequestedAt { get; init; }

    public string? ApprovedAt { get; init; }

    public string? LastTransactionKey { get; init; }

    /// <summary>The older name of <see cref="LastTransactionKey"/>.</summary>
    public string? TransactionKey { get; init; }

    public bool? IsPartialCancelable { get; init; }

    public string? Secret { get; init; }

    [JsonConverter(typeof(LenientListConverter<TossCancel>))]
    public IReadOnlyList<TossCancel>? Cancels { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossCard>))]
    public TossCard? Card { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossVirtualAccount>))]
    public TossVirtualAccount? VirtualAccount { get; init; }

    [JsonConverter(typeof(WalletConverter))]
    public TossWallet? EasyPay { get; init; }

    [JsonConverter(typeof(WalletConverter))]
    public TossWallet? ForeignEasyPay { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossLink>))]
    public TossLink? Receipt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossLink>))]
    public TossLink? Checkout { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossError>))]
    public TossError? Failure { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>What the answers about money have in common; without it an answer is none.</summary>
    internal bool IsWhole => PaymentKey is { Length: > 0 } && TotalAmount is not null;

    internal string? LastKey => LastTransactionKey ?? TransactionKey;

    internal bool IsVirtualAccount => VirtualAccount is not null || TossMapping.Methods.GetValueOrDefault(Method ?? "") == PaymentMethod.VirtualAccount;
}

/// <summary>One cancel of a payment, or the <c>data</c> of a <c>CANCEL_STATUS_CHANGED</c>.</summary>
internal sealed class TossCancel
{
    public decimal? CancelAmount { get; init; }

    public string? TransactionKey { get; init; }

    public string? CancelStatus { get; init; }

    public string? CancelRequestId { get; init; }

    public string? CanceledAt { get; init; }
}

internal sealed class TossCard
{
    public string? IssuerCode { get; init; }

    public string? Number { get; init; }

    public long? InstallmentPlanMonths { get; init; }

    public string? ApproveNo { get; init; }

    public string? CardType { get; init; }
}

internal sealed class TossVirtualAccount
{
    public string? AccountNumber { get; init; }

    public string? BankCode { get; init; }

    /// <summary>The bank's name, in older API versions.</summary>
    public string? Bank { get; init; }

    public string? DueDate { get; init; }

    public string? RefundStatus { get; init; }

    public bool? Expired { get; init; }
}

internal sealed class TossWallet
{
    public string? Provider { get; init; }
}

internal sealed class TossLink
{
    public string? Url { get; init; }
}

/// <summary>An error: the whole body in v1, a member of it in v2, and the reason of a failed payment.</summary>
internal sealed class TossError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? TraceId { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossError>))]
    public TossError? Error { get; init; }
}

/// <summary>Everything that any event is told by. A deposit's has no type and is flat.</summary>
internal sealed class TossEvent
{
    public string? EventType { get; init; }

    public string? EventId { get; init; }

    public string? CreatedAt { get; init; }

    public string? Secret { get; init; }

    public string? Status { get; init; }

    public string? TransactionKey { get; init; }

    public string? OrderId { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<TossEventData>))]
    public TossEventData? Data { get; init; }
}

internal sealed class TossEventData
{
    public string? PaymentKey { get; init; }

    public string? OrderId { get; init; }

    public string? TransactionKey { get; init; }

    public string? CancelRequestId { get; init; }
}

/// <summary>A wallet is an object, or its name alone in old versions and one sample of the documentation.</summary>
internal sealed class WalletConverter : JsonConverter<TossWallet>
{
    private static readonly LenientObjectConverter<TossWallet> Whole = new();

    public override TossWallet? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new TossWallet { Provider = reader.GetString() } : Whole.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, TossWallet value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(TossPayment))]
[JsonSerializable(typeof(TossCancel))]
[JsonSerializable(typeof(TossCard))]
[JsonSerializable(typeof(TossVirtualAccount))]
[JsonSerializable(typeof(TossWallet))]
[JsonSerializable(typeof(TossLink))]
[JsonSerializable(typeof(TossError))]
[JsonSerializable(typeof(TossEvent))]
[JsonSerializable(typeof(TossEventData))]
internal sealed partial class TossJson : JsonSerializerContext;
