using System.Collections.Specialized;
using System.Web;
using Payments.Simulator;

namespace Payments.Samples.ConsoleApp;

/// <summary>Does what a payer does with a payment's next action.</summary>
internal sealed class Payer(ProviderSimulator simulator)
{
    /// <summary>What a person has to do in a live run. Parameters and form fields are for the payer's browser and are not printed.</summary>
    public static string WhatToDo(NextAction action) => action switch
    {
        RedirectAction page => $"open {page.Url.OriginalString} to pay.",
        FormPostAction form => $"a page of yours has to post a form to {form.Url.GetLeftPart(UriPartial.Path)}.",
        ClientSdkAction sdk => $"a page of yours has to start {sdk.Sdk} with the parameters of the answer.",
        BankDepositAction { InstructionsUrl: { } page } => $"deposit the money as {page.OriginalString} says.",
        DisplayAction { PageUrl: { } page } => $"open {page.OriginalString} to pay.",
        _ => $"the payer has to act: {action.GetType().Name}.",
    };

    /// <summary>Pays, and gives back what came with the payer's return.</summary>
    public async Task<(IReadOnlyDictionary<string, string> Parameters, string Where)> PayAsync(
        Payment payment, Uri returnUrl, CancellationToken cancellationToken)
    {
        var handle = payment.NextAction is RedirectAction page
            ? page.Url.OriginalString
            : payment.Reference.PaymentId ?? payment.Reference.OrderId!;
        var kind = simulator.PayerActions.Contains(PayerActionKind.Pay) ? PayerActionKind.Pay : PayerActionKind.PayLate;
        var action = new PayerAction(kind)
        {
            ReturnUrl = payment.NextAction is ClientSdkAction ? returnUrl.OriginalString : null,
            SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters,
            FormFields = (payment.NextAction as FormPostAction)?.Fields,
        };
        var back = await simulator.PlayAsync(handle, action, cancellationToken);
        if (kind is PayerActionKind.PayLate)
            await simulator.SettlePendingAsync(payment.Reference.PaymentId, succeed: true, cancellationToken);

        var parameters = Pairs(HttpUtility.ParseQueryString(back.Url?.Query ?? ""));
        foreach (var (name, value) in back.Fields)
            parameters[name] = value;
        return (parameters, back.Url is null ? "paid, and stays at the provider" : $"back at {back.Url.GetLeftPart(UriPartial.Path)}");
    }

    private static Dictionary<string, string> Pairs(NameValueCollection query) =>
        query.AllKeys.OfType<string>().ToDictionary(name => name, name => query[name] ?? "", StringComparer.Ordinal);
}
