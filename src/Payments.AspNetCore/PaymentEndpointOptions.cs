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
    /// By registration, the addresses and networks that its webhooks may come from, such as <c>3.36.173.151</c> or <c>115.92.221.120/29</c>; 403 for others. Compared
    /// with the connection's remote address, as the host's forwarded-headers middleware left it. A registration that is not here, or has none, takes webhooks
    /// from anywhere: the signature decides. What cannot be read, and a name that is not registered, ends the start.
    /// </summary>
    public IDictionary<string, IList<string>> WebhookSources { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Other origins that a payer may be sent to after the return, such as <c>https://shop.example</c> for an API on another host. None by default.</summary>
    public IList<Uri> PageOrigins { get; } = [];
}
