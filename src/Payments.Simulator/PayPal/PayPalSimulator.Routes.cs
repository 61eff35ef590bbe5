using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations: path, checks, handler.</content>
public sealed partial class PayPalSimulator
{
    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("POST", TokenPath, _access.Issue);
        MapOrders(routes);
        MapPayments(routes);
        Map(routes, "GET", "/v1/customer/disputes/{id}", (r, _) => Shown(Get<PayPalDispute>(r)));
        Map(routes, "POST", "/v1/notifications/verify-webhook-signature", Verify);
        routes.MapPage("GET", CertificatePath + "{id}", request => PayPalSigner.Find(request.RouteValues["id"]) is { } signer
            ? SimulatedResponse.Text(200, signer.CertificatePem, "application/octet-stream")
            : SimulatedResponse.Text(404, "not found", "text/plain; charset=utf-8"));
        MapPayerPage(routes, "/checkoutnow/{id}", Describe);
    }

    private void MapOrders(SimulatorRoutes routes)
    {
        const string Root = "/v2/checkout/orders";
        Map(routes, "POST", Root, (_, body) => Shown(_orders.Create(body), 201));
        Map(routes, "GET", Root + "/{id}", (r, _) => new(200, Get<PayPalOrder>(r).ToJson));
        Map(routes, "POST", Root + "/{id}/capture", (r, body) => Completed(_orders.Capture, r, body));
        Map(routes, "POST", Root + "/{id}/authorize", (r, body) => Completed(_orders.Authorize, r, body));
    }

    private void MapPayments(SimulatorRoutes routes)
    {
        const string Root = "/v2/payments";
        Map(routes, "GET", Root + "/authorizations/{id}", (r, _) => Shown(Get<PayPalAuthorization>(r)));
        Map(routes, "GET", Root + "/captures/{id}", (r, _) => Shown(Get<PayPalCapture>(r)));
        Map(routes, "GET", Root + "/refunds/{id}", (r, _) => Shown(Get<PayPalRefund>(r)));
        Map(routes, "POST", Root + "/authorizations/{id}/capture", (r, body) => Made(_payments.Capture(Get<PayPalAuthorization>(r), body)));
        Map(routes, "POST", Root + "/captures/{id}/refund", (r, body) => Made(_payments.Refund(Get<PayPalCapture>(r), body)));
        Map(routes, "POST", Root + "/authorizations/{id}/void", (r, body) =>
        {
            PayPalFields.Nothing.Check(body);
            return new(200, _payments.Void(Get<PayPalAuthorization>(r)).ToJson) { Minimal = () => null };
        });
    }

    private void Map(SimulatorRoutes routes, string method, string path, Func<SimulatedRequest, JsonObject, PayPalReply> handler) =>
        routes.Map(method, path, request => Answer(request, handler));

    private SimulatedResponse Answer(SimulatedRequest request, Func<SimulatedRequest, JsonObject, PayPalReply> handler)
    {
        try
        {
            Sweep();
            var reply = handler(request, request.Json ?? []);
            _requestIds.Keep(request, reply);
            return reply.Write(request);
        }
        catch (PayPalRefusal refusal)
        {
            if (refusal.Status is 422)
                _requestIds.KeepRefusal(request);
            return refusal.ToResponse(request.RequestId!);
        }
    }

    /// <summary>What time alone does: orders are gone, holds run out.</summary>
    private void Sweep()
    {
        var now = _account.Now;
        foreach (var order in _account.Orders.Where(o => o.IsOpen && o.Updated + _options.OrderLifetime <= now).ToArray())
            _account.Forget(order);
        foreach (var hold in _account.Orders.SelectMany(o => o.Authorizations).Where(a => a.IsOpen && a.Expires <= now))
            _payments.End(hold);
    }

    private static PayPalReply Verify(SimulatedRequest request, JsonObject body)
    {
        PayPalFields.Verification.Check(body);
        var isMine = (string?)body["auth_algo"] is "SHA256withRSA"
            && (string?)body["cert_url"] == PayPalSigner.Sandbox.CertificateUrl
            && PayPalSigner.Sandbox.IsMine(
                (string)body["transmission_id"]!, (string)body["transmission_time"]!, (string)body["webhook_id"]!, EventOf(request.Body.Span), (string)body["transmission_sig"]!);
        request.IsRecorded = isMine; // A message that is not PayPal's may have any form, and is not of the client's making.
        return new(200, () => new JsonObject { ["verification_status"] = isMine ? "SUCCESS" : "FAILURE" });
    }

    // The event's bytes as they came: written again, they would have another checksum.
    private static ReadOnlySpan<byte> EventOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isEvent = reader.ValueTextEquals("webhook_event");
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isEvent)
                return body[start..(int)reader.BytesConsumed];
        }

        return [];
    }

    private PayPalReply Completed(Func<PayPalOrder, PayPalOrder> complete, SimulatedRequest request, JsonObject body)
    {
        PayPalFields.Nothing.Check(body);
        return Shown(complete(Get<PayPalOrder>(request)), 201);
    }

    private static PayPalReply Shown(PayPalOrder order, int status) => new(status, order.ToJson) { Again = 200, Minimal = order.ToMinimal };

    private static PayPalReply Shown(IPayPalObject item) => new(200, item.ToJson);

    private static PayPalReply Made(IPayPalObject item) => new(201, item.ToJson)
    {
        Minimal = () =>
        {
            var whole = item.ToJson();
            return PayPalShapes.Object(("id", whole["id"]!.DeepClone()), ("status", whole["status"]!.DeepClone()), ("links", whole["links"]!.DeepClone()));
        },
    };

    private T Get<T>(SimulatedRequest request)
        where T : class, IPayPalObject => _account.Get<T>(request.RouteValues["id"]);
}
