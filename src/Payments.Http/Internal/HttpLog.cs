using System.Net;
using Microsoft.Extensions.Logging;

namespace Payments.Http;

/// <summary>
/// What is logged of a call. There is no parameter for a header, a body, a query or an exception here, so that none can be logged by accident.
/// </summary>
internal static partial class HttpLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "PAY4001 {Provider} {Operation}: {Method} {Path} answered {StatusCode} in {Milliseconds} ms (attempt {Attempt}, request {RequestId})")]
    internal static partial void Answered(
        ILogger logger, string provider, PaymentOperations operation, string method, string path, HttpStatusCode statusCode, long milliseconds, int attempt, string? requestId);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "PAY4002 {Provider} {Operation}: {Method} {Path} brought no answer in {Milliseconds} ms (attempt {Attempt}, {Code}, {Fault}, sent: {Sent})")]
    internal static partial void NoAnswer(
        ILogger logger, string provider, PaymentOperations operation, string method, string path, long milliseconds, int attempt, PaymentErrorCode code, string fault, bool sent);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "PAY4003 {Provider} {Operation}: attempt {Attempt} failed, the next follows in {Milliseconds} ms")]
    internal static partial void Retrying(ILogger logger, string provider, PaymentOperations operation, int attempt, long milliseconds);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "PAY4004 {Provider}: too many calls failed, the circuit is open for {Seconds} s")]
    internal static partial void CircuitOpened(ILogger logger, string provider, double seconds);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Information, Message = "PAY4005 {Provider}: the circuit is closed again")]
    internal static partial void CircuitClosed(ILogger logger, string provider);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information, Message = "PAY4006 {Provider} {Operation}: the credentials were refused and renewed")]
    internal static partial void CredentialsRenewed(ILogger logger, string provider, PaymentOperations operation);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Error, Message = "PAY4007 {Provider} {Operation}: a handler around the client tried to repeat a call by itself and was stopped; remove resilience handlers from the HttpClient of this registration")]
    internal static partial void ForeignRetry(ILogger logger, string provider, PaymentOperations operation);
}
