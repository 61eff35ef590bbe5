namespace Payments.Inicis;

/// <summary>
/// Which host approves: out of our own table, by the data centre that the payer's return names. The addresses that it brings have to be just these;
/// they are never called, since whoever posts the return could name a host of his own and have it say 'paid'.
/// </summary>
internal sealed class InicisHosts(InicisOptions options)
{
    /// <summary>The host of a return: Inicis' own, or what the options name for its data centre, such as a proxy.</summary>
    /// <exception cref="PaymentRequestException">It names another host, or none.</exception>
    internal Uri Of(InicisReturn back, PaymentReference payment)
    {
        var addresses = InicisDefaults.AddressesOf(options);
        var (inicis, configured) = back.IsMobile ? (addresses.Mobile, options.MobileApprovalAddresses) : (addresses.Standard, options.ApprovalAddresses);
        var own = back.DataCentre is { } centre ? inicis.GetValueOrDefault(centre) : null;
        var host = configured.Count == 0 ? own : back.DataCentre is { } named && configured.TryGetValue(named, out var other) ? other : null;
        if (host is null)
            throw Refused("names a data centre (idc_name) that is not known", payment);

        // The payer's browser brings Inicis' own addresses, whoever is called in their place.
        Uri[] known = own is null ? [host] : [own, host];
        var approval = back.IsMobile ? InicisDefaults.MobileApproval : InicisDefaults.Approval;
        if (!Array.Exists(known, each => back.ApprovalUrl == Address(each, approval)))
            throw Refused("names another approval address than its data centre's", payment);
        if (back.NetCancelUrl is not null && !Array.Exists(known, each => back.NetCancelUrl == Address(each, InicisDefaults.NetCancel)))
            throw Refused("names another net cancel address than its data centre's", payment);
        return host;
    }

    private static string Address(Uri host, InicisEndpoint endpoint) => host.AbsoluteUri.TrimEnd('/') + endpoint.Path;

    private static PaymentRequestException Refused(string reason, PaymentReference payment) =>
        new($"The payer's return {reason}: it is not believed, and nothing was approved.", PaymentErrorCode.Mismatch, payment);
}
