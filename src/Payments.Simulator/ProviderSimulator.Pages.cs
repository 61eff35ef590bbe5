namespace Payments.Simulator;

/// <content>The page that a human sees in place of the provider's: a few buttons, each of which is something that the payer does.</content>
public abstract partial class ProviderSimulator
{
    private static readonly (string Name, PayerAction Action, string Label)[] Buttons =
    [
        ("pay", PayerAction.Pay, "Pay"),
        ("late", PayerAction.PayLate, "Pay later"),
        ("decline", PayerAction.Decline(), "Decline"),
        ("cancel", PayerAction.Cancel, "Cancel"),
    ];

    /// <summary>Maps a page on which a human can pay, decline and cancel, as far as <see cref="PayerActions"/> has it.</summary>
    /// <param name="routes">Takes the page.</param>
    /// <param name="template">Its path; the parameter <c>{id}</c> is what <see cref="Play"/> is called with.</param>
    /// <param name="describe">What the page shows for an id; null for an id that nobody knows.</param>
    protected void MapPayerPage(SimulatorRoutes routes, string template, Func<string, PayerPage?> describe)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(describe);
        routes.MapPage("GET", template, request => Show(describe(request.RouteValues["id"]), notice: null));
        routes.MapPage("POST", template, request => Press(request, describe));
    }

    private SimulatedResponse Press(SimulatedRequest request, Func<string, PayerPage?> describe)
    {
        var id = request.RouteValues["id"];
        var button = Array.Find(Buttons, b => b.Name == request.Fields.GetValueOrDefault("action"));
        if (button.Action is null || !PayerActions.Contains(button.Action.Kind))
            return Show(describe(id), "Please choose one of the buttons.");
        var action = Fated(button.Action);
        PayerReturn target;
        try
        {
            target = Play(id, action);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            return Show(describe(id), e.Message);
        }

        return target switch
        {
            { Url: { } url, Method: "POST" } => SimulatedResponse.Html(200, SimulatorPage.RenderPost(url, target.Fields)),
            { Url: { } url } => SimulatedResponse.Redirect(url),
            _ => Show(describe(id), action.Kind is PayerActionKind.Decline ? "The payment was declined." : null),
        };
    }

    private SimulatedResponse Show(PayerPage? page, string? notice) => page is null
        ? SimulatedResponse.Html(404, SimulatorPage.Render("Not found", "There is no such payment.", notice: null, []))
        : SimulatedResponse.Html(200, SimulatorPage.Render(
            page.Title, page.Text, notice,
            page.IsOpen ? [.. Buttons.Where(b => PayerActions.Contains(b.Action.Kind)).Select(b => (b.Name, b.Label))] : []));
}

/// <summary>What a payer's page shows.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">What is to be paid.</param>
/// <param name="IsOpen">Whether there is still something to decide.</param>
public sealed record PayerPage(string Title, string Text, bool IsOpen);
