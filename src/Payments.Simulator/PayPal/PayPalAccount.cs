using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The simulated account: its objects, its clock and its events.</summary>
internal sealed class PayPalAccount(
    PayPalSimulatorOptions options, Func<string, int, string> newId, Func<Uri> address, Action<string, string, ReadOnlyMemory<byte>> send)
{
    private readonly Dictionary<string, IPayPalObject> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _invoices = new(StringComparer.Ordinal);

    public PayPalSimulatorOptions Options { get; } = options;

    public List<PayPalOrder> Orders { get; } = [];

    public List<PayPalDispute> Disputes { get; } = [];

    /// <summary>PayPal counts whole seconds.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>An id of capital letters and digits.</summary>
    public string NewId(int length = 17) => newId("", length).ToUpperInvariant();

    public string PageOf(string order) => new Uri(address(), $"checkoutnow/{order}?token={order}").AbsoluteUri;

    public T Keep<T>(T item)
        where T : IPayPalObject
    {
        _byId[item.Id] = item;
        return item;
    }

    public T Get<T>(string id)
        where T : class, IPayPalObject => Find<T>(id) ?? throw PayPalRefusal.Missing();

    public T? Find<T>(string id)
        where T : class, IPayPalObject => _byId.GetValueOrDefault(id) as T;

    public void Forget(PayPalOrder order)
    {
        _byId.Remove(order.Id);
        Orders.Remove(order);
    }

    /// <summary>Under the usual setting of an account, an invoice is paid, and given back, once.</summary>
    public void UseInvoice(string? id)
    {
        if (id is not null && !_invoices.Add(id))
            throw PayPalRefusal.Business("DUPLICATE_INVOICE_ID", "invoice_id");
    }

    /// <summary>Sends an event of PayPal's Webhooks Simulator: its objects are nobody's.</summary>
    public void EmitTest(string id)
    {
        var capture = new JsonObject
        {
            ["id"] = "42311647XV020574X",
            ["status"] = "COMPLETED",
            ["amount"] = new PayPalAmount(30m, "USD").ToJson(),
            ["final_capture"] = true,
            ["links"] = new JsonArray(PayPalShapes.ApiLink("/v2/checkout/orders/8U481631H66031715", "up")),
        };
        Emit("PAYMENT.CAPTURE.COMPLETED", "capture", capture, "Payment completed for $ 30.0 USD", id);
    }

    /// <summary>Sends an event with the object as it is now.</summary>
    public void Emit(string type, string resourceType, JsonObject resource, string summary, string? id = null)
    {
        id ??= $"WH-{NewId()}-{NewId()}";
        var body = new JsonObject
        {
            ["id"] = id,
            ["event_version"] = "1.0",
            ["create_time"] = Options.TimeProvider.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["resource_type"] = resourceType,
            ["resource_version"] = "2.0",
            ["event_type"] = type,
            ["summary"] = summary,
            ["resource"] = resource,
            ["links"] = new JsonArray(
                PayPalShapes.ApiLink($"/v1/notifications/webhooks-events/{id}", "self"),
                PayPalShapes.ApiLink($"/v1/notifications/webhooks-events/{id}/resend", "resend", "POST")),
        };
        send(id, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
