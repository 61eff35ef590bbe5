using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The simulated seller: its objects, its clock and its events.</summary>
internal sealed class SquareAccount(
    SquareSimulatorOptions options, Func<int, string> newId, Func<Uri> address, Action<string, string, ReadOnlyMemory<byte>> send)
{
    private readonly Dictionary<string, ISquareObject> _byId = new(StringComparer.Ordinal);
    private DateTimeOffset _last;

    public SquareSimulatorOptions Options { get; } = options;

    public List<SquarePayment> Payments { get; } = [];

    public List<SquareOrder> Orders { get; } = [];

    public List<SquareLink> Links { get; } = [];

    public List<SquareCheckout> Checkouts { get; } = [];

    public List<SquareRefund> Refunds { get; } = [];

    public List<SquareTerminalRefund> TerminalRefunds { get; } = [];

    public List<SquareDispute> Disputes { get; } = [];

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    public string NewId(int length = 29) => newId(length);

    public string LinkTo(string path) => new Uri(address(), path).AbsoluteUri;

    /// <summary>The time of a change: no two changes are of one millisecond, so that the times of objects tell their order.</summary>
    public DateTimeOffset Stamp()
    {
        var now = new DateTimeOffset(Now.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        return _last = now > _last ? now : _last.AddMilliseconds(1);
    }

    public T Keep<T>(List<T> list, T item)
        where T : ISquareObject
    {
        list.Add(item);
        _byId[item.Id] = item;
        return item;
    }

    public T? Find<T>(string? id)
        where T : class, ISquareObject => id is not null && _byId.GetValueOrDefault(id) is T found ? found : null;

    public T Get<T>(string id, string kind)
        where T : class, ISquareObject => Find<T>(id) ?? throw SquareRefusal.Missing($"{kind} with id: {id}");

    /// <summary>Checks that the location is the seller's, and the currency the location's.</summary>
    public void CheckPlace(string? locationId, string? currency)
    {
        if (locationId is not null && locationId != Options.LocationId)
            throw SquareRefusal.OfMethod("INVALID_LOCATION", "The location id is not one of the seller's.", "location_id");
        if (currency != Options.Currency)
            throw SquareRefusal.OfMethod("CURRENCY_MISMATCH", $"This location takes {Options.Currency}.", "amount_money.currency");
    }

    public void Emit(string type, SquarePayment payment) => Emit(type, "payment", payment.Id, "payment", payment.ToJson());

    public void Emit(string type, SquareRefund refund)
    {
        var body = refund.ToJson();
        body["version"] = refund.Version;
        Emit(type, "refund", refund.Id, "refund", body);
    }

    public void Emit(string type, SquareTerminalRefund refund) => Emit(type, "refund", refund.Id, "refund", refund.ToJson());

    public void Emit(string type, SquareCheckout checkout) => Emit(type, "checkout", checkout.Id, "checkout", checkout.ToJson());

    public void Emit(string type, SquareDispute dispute) => Emit(type, "dispute", dispute.Id, "dispute", dispute.ToJson(), dispute.Payment.LocationId);

    /// <summary>Of an order only ids, state and version are told.</summary>
    public void Emit(string type, SquareOrder order)
    {
        var name = type.Replace('.', '_');
        var body = new JsonObject
        {
            ["created_at"] = SquareShapes.Time(order.CreatedAt),
            ["location_id"] = order.LocationId,
            ["order_id"] = order.Id,
            ["state"] = order.State,
            ["version"] = order.Version,
        };
        if (order.Version > 1)
            body["updated_at"] = SquareShapes.Time(order.UpdatedAt);
        Emit(type, name, order.Id, name, body);
    }

    private void Emit(string type, string dataType, string id, string name, JsonObject subject, string? locationId = null)
    {
        // Like a UUID, and the same for the same seed.
        var eventId = new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(NewId())).AsSpan(0, 16)).ToString("D");
        var body = new JsonObject
        {
            ["merchant_id"] = "6SSW7HV8K2ST5",
            ["type"] = type,
            ["event_id"] = eventId,
            ["created_at"] = Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["data"] = new JsonObject { ["type"] = dataType, ["id"] = id, ["object"] = new JsonObject { [name] = subject } },
        };
        body.Set("location_id", locationId);
        send(eventId, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
