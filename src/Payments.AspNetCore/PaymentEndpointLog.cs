using System.Net;
using Microsoft.Extensions.Logging;

namespace Payments.AspNetCore;

/// <summary>The lines of the endpoints: names, codes and types, never a body, a query or an exception's words.</summary>
internal static partial class PaymentEndpointLog
{
    internal const string Category = "Payments.AspNetCore";

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "PAY6001 {Provider}: a webhook from {RemoteAddress} was refused, which is in none of WebhookSources")]
    internal static partial void WrongSource(ILogger logger, string provider, IPAddress? remoteAddress);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "PAY6002 {Provider}: a webhook of more than {Limit} bytes was refused")]
    internal static partial void TooLarge(ILogger logger, string provider, int limit);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Error, Message = "PAY6003 {Provider}: a webhook could not be taken, the provider has to send it again: {Reason}")]
    internal static partial void NotTaken(ILogger logger, string provider, string reason);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Warning, Message = "PAY6004 {Provider}: the payer came back and payment {OrderId} is unclear: {Code}")]
    internal static partial void ReturnUnclear(ILogger logger, string provider, string? orderId, PaymentErrorCode? code);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Error, Message = "PAY6005 {Provider}: the payer came back and the access policy does not let payment {OrderId} be confirmed or read: allow the role {Role}")]
    internal static partial void ReturnRefused(ILogger logger, string provider, string? orderId, string role);
}
