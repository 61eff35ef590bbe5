using System.Net;

namespace Payments.AspNetCore;

/// <summary>What the endpoints of payments need to know of where the host stands.</summary>
public sealed class PaymentEndpointOptions
{
    /// <summary>
    /// The address under which the world reaches the host, such as <c>https://shop.example</c>, with the path base if it has one. Null takes scheme, host and
    /// path base of the request, as the host's forwarded-headers middleware left them.
    /// </summary>
    public Uri? PublicBaseAddress { get; set; }

    /// <summary>
    /// By registration, the networks that its webhooks may come from; 403 for others. Compared with the connection's remote address, as the host's
    /// forwarded-headers middleware left it. A registration that is not here takes webhooks from anywhere: the signature decides.
    /// </summary>
    public IDictionary<string, IList<IPNetwork>> WebhookSources { get; } = new Dictionary<string, IList<IPNetwork>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Other origins that a payer may be sent to after the return, such as <c>https://shop.example</c> for an API on another host. None by default.</summary>
    public IList<Uri> PageOrigins { get; } = [];
}
