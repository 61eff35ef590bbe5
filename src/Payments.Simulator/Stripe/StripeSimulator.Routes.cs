using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations: path, parameters, handler.</content>
public sealed partial class StripeSimulator
{
    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        MapPages(routes);
        MapIntents(routes);
        MapSessions(routes);
        MapRefunds(routes);

        Map(routes, "GET", "/v1/charges", StripeOperations.ListByPayment, (_, f) => StripeLists.Page(
            _account.Charges.Where(c => IsOrAbsent(f["payment_intent"], c.Intent.Id)), f, "/v1/charges"));
        Map(
            routes,
            "GET",
            "/v1/charges/{id}",
            StripeOperations.Expand,
            (r, _) => _account.Get<StripeCharge>(Id(r), "charge", "id").ToJson());
        Map(routes, "GET", "/v1/disputes", StripeOperations.ListByPayment, (_, f) => StripeLists.Page(
            _account.Disputes.Where(d => IsOrAbsent(f["payment_intent"], d.Charge.Intent.Id)
                && IsOrAbsent(f["charge"], d.Charge.Id)), f, "/v1/disputes"));
        Map(
            routes,
            "GET",
            "/v1/disputes/{id}",
            StripeOperations.Expand,
            (r, _) => _account.Get<StripeDispute>(Id(r), "dispute", "dispute").ToJson());
        Map(
            routes,
            "GET",
            "/v1/events",
            StripeOperations.ListEvents,
            (_, f) => StripeLists.Page(_account.Events.Where(e => IsWanted(e, f)), f, "/v1/events"));
        Map(routes, "GET", "/v1/events/{id}", StripeOperations.Expand, (r, _) => _account.Get<StripeEvent>(Id(r), "event", "id").ToJson());
    }

    private void MapIntents(SimulatorRoutes routes)
    {
        const string Root = "/v1/payment_intents";
        Map(routes, "POST", Root, StripeOperations.CreateIntent, (_, f) => _intents.Create(f).ToJson());
        Map(routes, "GET", Root, StripeOperations.ListIntents, (_, f) => StripeLists.Page(
            _account.Intents.Where(i => IsOrAbsent(f["customer"], i.Customer)), f, Root));
        Map(routes, "GET", Root + "/search", StripeOperations.Search, (_, f) => StripeSearch.Run(Searchable(), f));
        Map(routes, "GET", Root + "/{id}", StripeOperations.RetrieveIntent, (r, _) => Intent(r).ToJson());
        Map(routes, "POST", Root + "/{id}", StripeOperations.UpdateIntent, (r, f) => _intents.Update(Intent(r), f).ToJson());
        Map(routes, "POST", Root + "/{id}/confirm", StripeOperations.ConfirmIntent, (r, f) => _intents.Confirm(Intent(r), f).ToJson());
        Map(routes, "POST", Root + "/{id}/capture", StripeOperations.CaptureIntent, (r, f) => _intents.Capture(Intent(r), f).ToJson());
        Map(routes, "POST", Root + "/{id}/cancel", StripeOperations.CancelIntent, (r, f) => _intents.Cancel(Intent(r), f).ToJson());
    }

    private void MapSessions(SimulatorRoutes routes)
    {
        const string Root = "/v1/checkout/sessions";
        Map(routes, "POST", Root, StripeOperations.CreateSession, (_, f) => _sessions.Create(f).ToJson());
        Map(routes, "GET", Root, StripeOperations.ListSessions, (_, f) => StripeLists.Page(
            _account.Sessions.Where(s => IsOrAbsent(f["payment_intent"], s.Intent?.Id) && IsOrAbsent(f["status"], s.Status)), f, Root));
        Map(routes, "GET", Root + "/{id}", StripeOperations.Expand, (r, _) => Session(r).ToJson());
        Map(routes, "POST", Root + "/{id}/expire", StripeOperations.Expand, (r, _) => _sessions.Expire(Session(r)).ToJson());
        Map(routes, "GET", Root + "/{id}/line_items", StripeOperations.ListByPayment, (r, f) => StripeExpansion.Lines(Session(r), f));
    }

    private void MapRefunds(SimulatorRoutes routes)
    {
        const string Root = "/v1/refunds";
        Map(routes, "POST", Root, StripeOperations.CreateRefund, (_, f) => _refunds.Create(f).ToJson());
        Map(routes, "GET", Root, StripeOperations.ListByPayment, (_, f) => StripeLists.Page(
            _account.Refunds.Where(r => IsOrAbsent(f["payment_intent"], r.Charge.Intent.Id)
                && IsOrAbsent(f["charge"], r.Charge.Id)), f, Root));
        Map(routes, "GET", Root + "/{id}", StripeOperations.Expand, (r, _) => Refund(r).ToJson());
        Map(routes, "POST", Root + "/{id}", StripeOperations.UpdateRefund, (r, f) => _refunds.Update(Refund(r), f).ToJson());
        Map(routes, "POST", Root + "/{id}/cancel", StripeOperations.Expand, (r, _) => _refunds.Cancel(Refund(r)).ToJson());
    }

    private void Map(
        SimulatorRoutes routes,
        string method,
        string path,
        StripeParameters parameters,
        Func<SimulatedRequest, StripeForm, JsonObject> handler) =>
        routes.Map(method, path, request => Answer(request, parameters, handler));

    private SimulatedResponse Answer(
        SimulatedRequest request, StripeParameters parameters, Func<SimulatedRequest, StripeForm, JsonObject> handler)
    {
        try
        {
            Sweep();
            _account.Cause = request;
            var form = StripeForm.Parse(request.Method is "GET" ? request.Query : request.BodyText);
            parameters.Check(form);
            return SimulatedResponse.Json(200, _expansion.Apply(handler(request, form), form));
        }
        catch (StripeRefusal refusal)
        {
            if (!refusal.IsStored)
                _notStored.Add(request);
            return refusal.ToResponse();
        }
        finally
        {
            _account.Cause = null;
        }
    }

    /// <summary>What time alone does: open pages and holds run out.</summary>
    private void Sweep()
    {
        var now = _account.Now;
        foreach (var session in _account.Sessions.Where(s => s.Status is StripeSession.Open && s.ExpiresAt <= now).ToArray())
            _sessions.Close(session);
        foreach (var intent in _account.Intents.Where(
            i => i.Status is StripeIntent.RequiresCapture && i.LatestCharge!.CaptureBefore <= now).ToArray())
            _charging.Lapse(intent);
    }

    private IEnumerable<StripeIntent> Searchable()
    {
        var visible = (Time.GetUtcNow() - _options.SearchDelay).ToUnixTimeSeconds();
        return _account.Intents.Where(i => i.Created <= visible);
    }

    private StripeIntent Intent(SimulatedRequest request) => _account.Get<StripeIntent>(Id(request), "payment_intent", "intent");

    private StripeSession Session(SimulatedRequest request) => _account.Get<StripeSession>(Id(request), "checkout.session", "session");

    private StripeRefund Refund(SimulatedRequest request) => _account.Get<StripeRefund>(Id(request), "refund", "id");

    private static string Id(SimulatedRequest request) => request.RouteValues["id"];

    private static bool IsOrAbsent(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);

    private static bool IsWanted(StripeEvent produced, StripeForm form)
    {
        var types = form.Texts("types");
        return IsOrAbsent(form["type"], produced.Type) && (types.Count == 0 || types.Contains(produced.Type, StringComparer.Ordinal));
    }
}
