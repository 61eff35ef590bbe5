namespace Payments.Simulator;

/// <content>The pages that a human sees in place of Stripe's.</content>
public sealed partial class StripeSimulator
{
    private static readonly Dictionary<string, PayerAction> StripeButtons = new(StringComparer.Ordinal)
    {
        ["pay"] = PayerAction.Pay,
        ["late"] = PayerAction.PayLate,
        ["decline"] = PayerAction.Decline(),
        ["cancel"] = PayerAction.Cancel,
    };

    private void MapPages(SimulatorRoutes routes)
    {
        foreach (var path in new[] { "/c/pay/{id}", "/c/authenticate/{id}", "/c/voucher/{id}" })
        {
            routes.MapPage("GET", path, request => Page(request, notice: null));
            routes.MapPage("POST", path, PressStripe);
        }

        routes.MapPage("GET", "/receipts/{id}", request => SimulatedResponse.Html(
            200, SimulatorPage.Render("Receipt", $"Receipt of {request.RouteValues["id"]}", notice: null, [])));
    }

    private SimulatedResponse PressStripe(SimulatedRequest request)
    {
        if (!StripeButtons.TryGetValue(request.Fields.GetValueOrDefault("action", string.Empty), out var action))
            return Page(request, "Please choose one of the buttons.");
        action = Fated(action);
        PayerReturn target;
        try
        {
            target = Play(Id(request), action);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            return Page(request, e.Message);
        }

        return target.Url is { } url
            ? SimulatedResponse.Redirect(url)
            : Page(request, action.Kind is PayerActionKind.Decline ? "Your card was declined." : null);
    }

    private SimulatedResponse Page(SimulatedRequest request, string? notice)
    {
        var session = _account.Find<StripeSession>(Id(request));
        var intent = _account.Find<StripeIntent>(Id(request)) ?? session?.Intent;
        if (session is null && intent is null)
            return SimulatedResponse.Html(404, SimulatorPage.Render("Not found", "There is no such payment.", notice: null, []));
        var amount = $"{session?.Total ?? intent!.Amount} {(session?.Currency ?? intent!.Currency).ToUpperInvariant()} (smallest unit)";
        var isOver = session is { Status: not StripeSession.Open }
            || intent?.Status is StripeIntent.Succeeded or StripeIntent.Canceled or StripeIntent.Processing;
        if (isOver)
            return SimulatedResponse.Html(
                200, SimulatorPage.Render($"This payment is {session?.Status ?? intent!.Status}", amount, notice, []));
        return intent?.Status is StripeIntent.RequiresAction
            ? SimulatedResponse.Html(
                200,
                SimulatorPage.Render(
                    "Your bank asks you to confirm", amount, notice, [("pay", "Confirm"), ("decline", "Fail"), ("cancel", "Cancel")]))
            : SimulatedResponse.Html(200, SimulatorPage.Render(
                string.Join(", ", session?.Lines.Select(l => l.Name) ?? ["Payment"]),
                amount,
                notice,
                [("pay", "Pay"), ("late", "Pay by bank debit"), ("decline", "Decline"), ("cancel", "Cancel")]));
    }
}
