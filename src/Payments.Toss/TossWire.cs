using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Toss;

// What of the answers and events is read. Classes, not records: some hold secrets, and a record prints its members. Everything may be missing.

/// <summary>A payment.</summary>
internal sealed class TossPayment
{
    public string? MId { get; set; }

    public string? PaymentKey { get; set; }

    public string? OrderId { get; set; }

    public string? Currency { get; set; }

    public string? Method { get; set; }

    public string? Status { get; set; }

    public decimal? TotalAmount { get; set; }

    public decimal? BalanceAmount { get; set; }

    public string? RequestedAt { get; set; }

    public string? ApprovedAt { get; set; }

    public string? LastTransactionKey { get; set; }

    /// <summary>The older name of <see cref="LastTransactionKey"/>.</summary>
    public string? TransactionKey { get; set; }

    public bool? IsPartialCancelable { get; set; }

    public string? Secret { get; set; }

    [JsonConverter(typeof(LenientListConverter<TossCancel>))]
    public IReadOnlyList<TossCancel>? Cancels { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossCard>))]
    public TossCard? Card { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossVirtualAccount>))]
    public TossVirtualAccount? VirtualAccount { get; set; }

    [JsonConverter(typeof(WalletConverter))]
    public TossWallet? EasyPay { get; set; }

    [JsonConverter(typeof(WalletConverter))]
    public TossWallet? ForeignEasyPay { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossLink>))]
    public TossLink? Receipt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossLink>))]
    public TossLink? Checkout { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossError>))]
    public TossError? Failure { get; set; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; set; }

    /// <summary>What the answers about money have in common; without it an answer is none.</summary>
    internal bool IsWhole => PaymentKey is { Length: > 0 } && TotalAmount is not null;

    internal string? LastKey => LastTransactionKey ?? TransactionKey;

    internal string? KeyOfCancel(string? requestId) => Cancels?.FirstOrDefault(cancel => cancel.CancelRequestId is { } id && id == requestId)?.TransactionKey;

    internal bool IsVirtualAccount => VirtualAccount is not null || TossMapping.Methods.GetValueOrDefault(Method ?? "") == PaymentMethod.VirtualAccount;
}

/// <summary>One cancel of a payment, or the <c>data</c> of a <c>CANCEL_STATUS_CHANGED</c>.</summary>
internal sealed class TossCancel
{
    public decimal? CancelAmount { get; set; }

    public string? TransactionKey { get; set; }

    public string? CancelStatus { get; set; }

    public string? CancelRequestId { get; set; }

    public string? CanceledAt { get; set; }
}

internal sealed class TossCard
{
    public string? IssuerCode { get; set; }

    public string? Number { get; set; }

    public long? InstallmentPlanMonths { get; set; }

    public string? ApproveNo { get; set; }

    public string? CardType { get; set; }
}

internal sealed class TossVirtualAccount
{
    public string? AccountNumber { get; set; }

    public string? BankCode { get; set; }

    /// <summary>The bank's name, in older API versions.</summary>
    public string? Bank { get; set; }

    public string? DueDate { get; set; }

    public string? RefundStatus { get; set; }

    public bool? Expired { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossPayerAccount>))]
    public TossPayerAccount? RefundReceiveAccount { get; set; }
}

/// <summary>The account that the payer gave for a refund; told for half an hour.</summary>
internal sealed class TossPayerAccount
{
    public string? BankCode { get; set; }

    public string? AccountNumber { get; set; }

    public string? HolderName { get; set; }
}

internal sealed class TossWallet
{
    public string? Provider { get; set; }
}

internal sealed class TossLink
{
    public string? Url { get; set; }
}

/// <summary>An error: the whole body in v1, a member of it in v2, and the reason of a failed payment.</summary>
internal sealed class TossError
{
    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? TraceId { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossError>))]
    public TossError? Error { get; set; }
}

/// <summary>Everything that any event is told by. A deposit's has no type and is flat.</summary>
internal sealed class TossEvent
{
    public string? EventType { get; set; }

    public string? EventId { get; set; }

    public string? CreatedAt { get; set; }

    public string? Secret { get; set; }

    public string? Status { get; set; }

    public string? TransactionKey { get; set; }

    public string? OrderId { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<TossEventData>))]
    public TossEventData? Data { get; set; }
}

internal sealed class TossEventData
{
    public string? PaymentKey { get; set; }

    public string? OrderId { get; set; }

    public string? TransactionKey { get; set; }

    public string? CancelRequestId { get; set; }
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
[JsonSerializable(typeof(TossPayerAccount))]
[JsonSerializable(typeof(TossWallet))]
[JsonSerializable(typeof(TossLink))]
[JsonSerializable(typeof(TossError))]
[JsonSerializable(typeof(TossEvent))]
[JsonSerializable(typeof(TossEventData))]
internal sealed partial class TossJson : JsonSerializerContext;
