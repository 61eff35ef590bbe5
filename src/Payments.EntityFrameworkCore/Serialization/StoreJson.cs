using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Payments.EntityFrameworkCore;

/// <summary>How what a payment is in full is written: the contract's own types, so that what is added to them is stored without a line here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(CurrencyConverter), typeof(MoneyConverter), typeof(SensitiveConverter), typeof(PaymentReferenceConverter)])]
[JsonSerializable(typeof(StoredPayment))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(VerifiedWebhook))]
[JsonSerializable(typeof(SnapshotFact))]
[JsonSerializable(typeof(AuthorizedFact))]
[JsonSerializable(typeof(CapturedFact))]
[JsonSerializable(typeof(VoidedFact))]
[JsonSerializable(typeof(RefundFact))]
[JsonSerializable(typeof(DisputeFact))]
[JsonSerializable(typeof(ExpiredFact))]
[JsonSerializable(typeof(FailedAttemptFact))]
[JsonSerializable(typeof(RedirectAction))]
[JsonSerializable(typeof(FormPostAction))]
[JsonSerializable(typeof(ClientSdkAction))]
[JsonSerializable(typeof(BankDepositAction))]
[JsonSerializable(typeof(CryptoTransferAction))]
[JsonSerializable(typeof(DisplayAction))]
[JsonSerializable(typeof(WaitAction))]
[JsonSerializable(typeof(OtherAction))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;

internal static class StoreJson
{
    // The names stand in the host's database: they stay when a type is renamed.
    private static readonly Dictionary<Type, JsonDerivedType[]> Derived = new()
    {
        [typeof(PaymentFact)] =
        [
            new(typeof(SnapshotFact), "snapshot"), new(typeof(AuthorizedFact), "authorized"), new(typeof(CapturedFact), "captured"), new(typeof(VoidedFact), "voided"),
            new(typeof(RefundFact), "refund"), new(typeof(DisputeFact), "dispute"), new(typeof(ExpiredFact), "expired"), new(typeof(FailedAttemptFact), "failedAttempt"),
        ],
        [typeof(NextAction)] =
        [
            new(typeof(RedirectAction), "redirect"), new(typeof(FormPostAction), "formPost"), new(typeof(ClientSdkAction), "clientSdk"),
            new(typeof(BankDepositAction), "bankDeposit"), new(typeof(CryptoTransferAction), "cryptoTransfer"), new(typeof(DisplayAction), "display"),
            new(typeof(WaitAction), "wait"), new(typeof(OtherAction), "other"),
        ],
    };

    private static readonly JsonSerializerOptions Options = new(StoreJsonContext.Default.Options)
    {
        TypeInfoResolver = StoreJsonContext.Default.WithAddedModifier(NameDerivedTypes),
    };

    internal static JsonTypeInfo<StoredPayment> Payment { get; } = (JsonTypeInfo<StoredPayment>)Options.GetTypeInfo(typeof(StoredPayment));

    internal static JsonTypeInfo<StoredAnswer> Answer { get; } = (JsonTypeInfo<StoredAnswer>)Options.GetTypeInfo(typeof(StoredAnswer));

    internal static JsonTypeInfo<VerifiedWebhook> Webhook { get; } = (JsonTypeInfo<VerifiedWebhook>)Options.GetTypeInfo(typeof(VerifiedWebhook));

    private static void NameDerivedTypes(JsonTypeInfo type)
    {
        if (!Derived.TryGetValue(type.Type, out var derived))
            return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$type" };
        foreach (var one in derived)
            type.PolymorphismOptions.DerivedTypes.Add(one);
    }
}
