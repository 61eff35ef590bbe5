using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>All payments of the simulated merchant, and what is told about them.</summary>
internal sealed class TossAccount(TossSimulatorOptions options, Func<string, string> nextId, Func<Uri> address, Action<string, string, byte[]> emit)
{
    private readonly List<TossPayment> _payments = [];

    public IReadOnlyList<TossPayment> Payments => _payments;

    public TossSimulatorOptions Options => options;

    public DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public bool IsWidget => options.SecretKey.Contains("_gsk_", StringComparison.Ordinal);

    public bool IsLive => options.SecretKey.StartsWith("live_", StringComparison.Ordinal);

    public string NextId(string prefix) => nextId(prefix);

    public TossPayment Add(TossPayment payment)
    {
        _payments.Add(payment);
        return payment;
    }

    public TossPayment Get(string key) => Find(key) ?? throw new TossRefusal("NOT_FOUND_PAYMENT");

    public TossPayment? Find(string key) => _payments.Find(payment => payment.Key == key);

    /// <summary>The payment of an order: the one that was approved, else the newest.</summary>
    public TossPayment? OfOrder(string orderId) =>
        _payments.FindLast(payment => payment.OrderId == orderId && payment.ApprovedAt is not null) ?? _payments.FindLast(payment => payment.OrderId == orderId);

    /// <summary>An order is approved once.</summary>
    public void RefuseUsed(string orderId)
    {
        if (_payments.Exists(payment => payment.OrderId == orderId && payment.Status is TossPayment.Done or TossPayment.PartlyCanceled or TossPayment.Canceled or TossPayment.Waiting))
            throw new TossRefusal("DUPLICATED_ORDER_ID");
    }

    public JsonObject Json(TossPayment payment, SimulatedRequest? request) => payment.ToJson(
        options.MerchantId, address(), request?.Header("Accept-Language")?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true, Now);

    /// <summary>The unsigned event of a payment's status.</summary>
    public void Tell(TossPayment payment) => Emit("PAYMENT_STATUS_CHANGED", new JsonObject
    {
        ["eventType"] = "PAYMENT_STATUS_CHANGED", ["createdAt"] = CreatedAt(), ["data"] = Json(payment, null),
    });

    /// <summary>The event of a deposit's status, which has no type and carries the payment's secret.</summary>
    public void TellDeposit(TossPayment payment) => Emit("DEPOSIT_CALLBACK", new JsonObject
    {
        ["createdAt"] = CreatedAt(), ["secret"] = payment.Secret, ["status"] = payment.Status, ["transactionKey"] = payment.LastTransactionKey, ["orderId"] = payment.OrderId,
    });

    /// <summary>The event of a refund that was finished later: it does not name its payment.</summary>
    public void TellCancel(TossCancel cancel) => Emit("CANCEL_STATUS_CHANGED", new JsonObject
    {
        ["eventType"] = "CANCEL_STATUS_CHANGED", ["createdAt"] = CreatedAt(), ["data"] = cancel.ToJson(),
    });

    public void TellSigned(string type, string entity, JsonObject body) => Emit(type, new JsonObject
    {
        ["eventType"] = type, ["createdAt"] = CreatedAt() + "+09:00", ["version"] = "2022-11-16", ["eventId"] = nextId("evt_"), ["entityType"] = entity, ["entityBody"] = body,
    });

    private void Emit(string type, JsonObject body) => emit(nextId("whtrans_"), type, Encoding.UTF8.GetBytes(body.ToJsonString()));

    // Local Korean time, without an offset and with fewer than seven digits of the second.
    private string CreatedAt() => Now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffff", CultureInfo.InvariantCulture);
}
