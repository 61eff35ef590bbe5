using System.Net;

namespace Payments.Simulator;

/// <content>The pages that a human sees in place of Stripe's.</content>
public sealed partial class StripeSimulator
{
    private static readonly Dictionary<string, PayerAction> Buttons = new(StringComparer.Ordinal)
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
            routes.MapPage("POST", path, Press);
        }

        routes.MapPage("GET", "/receipts/{id}", request => SimulatedResponse.Html(
            200, SimulatorPage.Render("Receipt", $"Receipt of {request.RouteValues["id"]}", notice: null, [])));
    }

    private SimulatedResponse Press(SimulatedRequest request)
    {
        if (!Buttons.TryGetValue(request.Fields.GetValueOrDefault("action", string.Empty), out var action))
            return Page(request, "Please choose one of the buttons.");
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

/// <summary>A plain page with buttons. Everything that is shown is HTML-encoded here.</summary>
internal static class SimulatorPage
{
    private const string Style =
        "body{font:16px system-ui,sans-serif;background:#f6f8fa;color:#1f2328;display:grid;place-items:center;min-height:95vh}"
        + "main{background:#fff;border:1px solid #d1d9e0;border-radius:12px;padding:2rem;width:min(24rem,90vw)}"
        + "button{display:block;width:100%;padding:.7rem;margin-top:.6rem;border:1px solid #d1d9e0;border-radius:8px;background:#f6f8fa;font:inherit;cursor:pointer}"
        + "button:first-of-type{background:#0969da;color:#fff}[role=alert]{color:#b3261e}small{color:#59636e}";

    public static string Render(string title, string text, string? notice, IReadOnlyList<(string Action, string Label)> buttons)
    {
        var form = string.Concat(buttons.Select(b => $"<button name=\"action\" value=\"{Encode(b.Action)}\">{Encode(b.Label)}</button>"));
        return $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<title>{Encode(title)}</title><style>{Style}</style></head><body><main><small>Simulated payment page: no money "
            + $"moves</small>"
            + $"<h1>{Encode(title)}</h1><p>{Encode(text)}</p>"
            + (notice is null ? string.Empty : $"<p role=\"alert\">{Encode(notice)}</p>")
            + $"<form method=\"post\">{form}</form></main></body></html>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
