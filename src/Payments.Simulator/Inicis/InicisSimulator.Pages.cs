namespace Payments.Simulator;

/// <content>The pages that a human sees in place of Inicis' window.</content>
public sealed partial class InicisSimulator
{
    private void MapPages(SimulatorRoutes routes)
    {
        routes.MapPage("GET", "/stdjs/INIStdPay.js", _ => SimulatedResponse.Text(200, Script, "text/javascript; charset=utf-8"));
        routes.MapPage("POST", "/stdpay", request => OpenPage(request.Fields));
        routes.MapPage("POST", "/smart/payment", request => OpenPage(InicisAccount.ParseForm(request.BodyText)));
        MapPayerPage(routes, "/window/{id}", id => _account.Find(id) is not { } order ? null : new PayerPage(
            order.Goods, $"{InicisAccount.Digits(order.Price)} {order.Currency}", order.Stage is InicisStage.Opened or InicisStage.Authenticated));
    }

    // Stands in for the real script: the form goes to this server, which shows the window.
    private string Script =>
        $$"""
        var INIStdPay = {
          pay: function (id) {
            var form = document.getElementById(id);
            form.method = "post";
            form.action = "{{_account.Address("/stdpay")}}";
            form.submit();
          }
        };

        """;

    private SimulatedResponse OpenPage(IReadOnlyDictionary<string, string> fields)
    {
        try
        {
            return SimulatedResponse.Redirect(new Uri(_account.Address("/window/" + _windows.Open(fields).Id)));
        }
        catch (InicisRefusal refusal)
        {
            return SimulatedResponse.Html(200, SimulatorPage.Render("Error " + refusal.Code, refusal.Message, notice: null, []));
        }
    }
}
