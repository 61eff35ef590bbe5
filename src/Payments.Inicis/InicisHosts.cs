namespace Payments.Inicis;

/// <summary>
/// Which host approves: out of our own table, by the data centre that the payer's return names. The addresses that it brings have to be just these;
/// they are never called, since whoever posts the return could name a host of his own and have it say 'paid'.
/// </summary>
internal sealed class InicisHosts(InicisOptions options)
{
    /// <summary>The host of a return.</summary>
    /// <exception cref="PaymentRequestException">It names another host, or none.</exception>
    internal Uri Of(InicisReturn back, PaymentReference payment)
    {
        IReadOnlyDictionary<string, Uri> table = back.IsMobile
            ? Table(options.MobileApprovalAddresses, InicisDefaults.AddressesOf(options).Mobile)
            : Table(options.ApprovalAddresses, InicisDefaults.AddressesOf(options).Standard);
        if (back.DataCentre is null || !table.TryGetValue(back.DataCentre, out var host))
            throw Refused("names a data centre (idc_name) that is not known", payment);
        var approval = back.IsMobile ? InicisDefaults.MobileApproval : InicisDefaults.Approval;
        if (back.ApprovalUrl != Address(host, approval))
            throw Refused("names another approval address than its data centre's", payment);
        if (back.NetCancelUrl is not null && back.NetCancelUrl != Address(host, InicisDefaults.NetCancel))
            throw Refused("names another net cancel address than its data centre's", payment);
        return host;
    }

    private static IReadOnlyDictionary<string, Uri> Table(IDictionary<string, Uri> own, IReadOnlyDictionary<string, Uri> defaults) =>
        own.Count == 0 ? defaults : own.AsReadOnly();

    private static string Address(Uri host, InicisEndpoint endpoint) => host.AbsoluteUri.TrimEnd('/') + endpoint.Path;

    private static PaymentRequestException Refused(string reason, PaymentReference payment) =>
        new($"The payer's return {reason}: it is not believed, and nothing was approved.", PaymentErrorCode.Mismatch, payment);
}
