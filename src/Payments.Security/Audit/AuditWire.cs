using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// An entry as a line of JSON, in this order of members, before <c>sig</c> (in a checkpoint under an ECDSA key) and <c>hash</c> are put at its end.
/// </summary>
internal sealed class AuditWire
{
    internal const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; set; } = CurrentVersion;

    [JsonPropertyName("seq")]
    public long Sequence { get; set; }

    [JsonPropertyName("prev")]
    public string? Previous { get; set; }

    [JsonPropertyName("key")]
    public string? KeyId { get; set; }

    [JsonPropertyName("at")]
    public DateTimeOffset At { get; set; }

    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    [JsonPropertyName("action")]
    public string? Action { get; set; }

    [JsonPropertyName("intent")]
    public long? Intent { get; set; }

    [JsonPropertyName("result")]
    public string? Result { get; set; }

    [JsonPropertyName("error")]
    public string? Error { get; set; }

    [JsonPropertyName("caller")]
    public string? Caller { get; set; }

    [JsonPropertyName("from")]
    public string? RemoteAddress { get; set; }

    [JsonPropertyName("trace")]
    public string? CorrelationId { get; set; }

    [JsonPropertyName("provider")]
    public string? Provider { get; set; }

    [JsonPropertyName("payment")]
    public string? PaymentId { get; set; }

    [JsonPropertyName("order")]
    public string? OrderId { get; set; }

    [JsonPropertyName("refund")]
    public string? RefundId { get; set; }

    [JsonPropertyName("refundReference")]
    public string? RefundReference { get; set; }

    [JsonPropertyName("token")]
    public string? TokenId { get; set; }

    [JsonPropertyName("purpose")]
    public string? Purpose { get; set; }

    [JsonPropertyName("amount")]
    public string? Amount { get; set; }

    [JsonPropertyName("reason")]
    public string? Reason { get; set; }

    [JsonPropertyName("before")]
    public AuditWireState? Before { get; set; }

    [JsonPropertyName("after")]
    public AuditWireState? After { get; set; }

    [JsonPropertyName("refundStatus")]
    public string? Refund { get; set; }

    [JsonPropertyName("source")]
    public string? Source { get; set; }

    [JsonPropertyName("change")]
    public string? ChangeId { get; set; }

    [JsonPropertyName("removedBefore")]
    public long? RemovedBefore { get; set; }
}

/// <summary>How a payment stood, on the wire.</summary>
internal sealed class AuditWireState
{
    [JsonPropertyName("status")]
    public string? Status { get; set; }

    [JsonPropertyName("amount")]
    public string? Amount { get; set; }

    [JsonPropertyName("captured")]
    public string? Captured { get; set; }

    [JsonPropertyName("refunded")]
    public string? Refunded { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditWire))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
