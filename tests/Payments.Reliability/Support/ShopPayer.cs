using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Support;

/// <summary>The payer's browser: acts on what the shop's page shows, and comes back with what the provider gave it.</summary>
internal static class ShopPayer
{
    /// <summary>Whether there is something to act on.</summary>
    internal static bool IsAsked(ShopAnswer created) =>
        created.Url is not null || created.SdkParameters is not null || created.FormFields is not null || created.Status is PaymentStatus.RequiresAction;

    /// <summary>Lets the payer act.</summary>
    /// <returns>Where the browser goes. Null when the page is closed.</returns>
    internal static async Task<PayerReturn?> PlayAsync(ProviderSimulator simulator, ShopOrder order, ShopAnswer created, PayerActionKind wanted)
    {
        // Where nobody can be declined, who would be goes away.
        var kind = simulator.PayerActions.Contains(wanted) ? wanted : PayerActionKind.Cancel;
        var action = new PayerAction(simulator.PayerActions.Contains(kind) ? kind : PayerActionKind.Pay)
        {
            SdkParameters = created.SdkParameters is { } parameters ? new Sensitive<string>(parameters) : default(Sensitive<string>?),
            FormFields = created.FormFields,
        };
        try
        {
            return await simulator.PlayAsync(created.PaymentId ?? created.Url ?? order.OrderId, action);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException)
        {
            // The page has run out while the host was away, or a key of the provider's own was too old.
            return null;
        }
    }

    /// <summary>What the shop does when the browser is back. Null when it does not come back.</summary>
    internal static ShopCommand? ReturnOf(ShopOrder order, PayerReturn back)
    {
        if (back.Url is not { } url)
            return null;
        Dictionary<string, string> parameters = new(back.Fields, StringComparer.Ordinal);
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            parameters[Uri.UnescapeDataString(at < 0 ? part : part[..at])] = at < 0 ? "" : Uri.UnescapeDataString(part[(at + 1)..].Replace('+', ' '));
        }

        return new ShopCommand(url.AbsolutePath == "/return" ? ShopCommandKind.Return : ShopCommandKind.Read, order) { Parameters = parameters };
    }
}
