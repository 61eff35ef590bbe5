using System.Collections;

namespace Payments.Security;

/// <summary>
/// What may be seen of an exception that held a secret: type, message, stack trace, data and inner exceptions, with <c>***</c> for what is hidden. The exception itself is not kept.
/// </summary>
public sealed class RedactedException : Exception
{
    private readonly string _text;

    internal RedactedException(Exception exception)
        : base(PaymentRedactor.Redact(ExceptionScan.MessageOf(exception)), PaymentRedactor.Redact(exception.InnerException))
    {
        ExceptionType = exception.GetType().FullName ?? exception.GetType().Name;
        StackTrace = exception.StackTrace;
        HResult = exception.HResult;
        Source = exception.Source;
        _text = PaymentRedactor.Redact(ExceptionScan.TextOf(exception)) ?? $"{ExceptionType}: {Message}";
        foreach (DictionaryEntry entry in exception.Data)
            Data[RedactedValues.Of(null, entry.Key) ?? entry.Key.GetType().Name] = RedactedValues.Of(entry.Key as string, entry.Value);
    }

    /// <summary>The full name of the exception's own type.</summary>
    public string ExceptionType { get; }

    /// <inheritdoc />
    public override string? StackTrace { get; }

    /// <summary>What the exception prints, redacted.</summary>
    /// <returns>Its text, which begins with its own type.</returns>
    public override string ToString() => _text;
}

internal static class ExceptionScan
{
    private const int MaxDepth = 16;

    internal static bool IsClean(Exception exception, int depth = 0)
    {
        if (depth > MaxDepth || TextOf(exception) is not { } text || !PaymentRedactor.IsClean(text) || !PaymentRedactor.IsClean(MessageOf(exception)))
            return false;
        foreach (DictionaryEntry entry in exception.Data)
        {
            if (!ReferenceEquals(RedactedValues.Of(null, entry.Key), entry.Key) || !ReferenceEquals(RedactedValues.Of(entry.Key as string, entry.Value), entry.Value))
                return false;
        }

        return (exception.InnerException is not { } inner || IsClean(inner, depth + 1))
            && (exception is not AggregateException several || several.InnerExceptions.All(each => IsClean(each, depth + 1)));
    }

    /// <summary>What an exception prints; null where printing it fails.</summary>
    internal static string? TextOf(Exception exception) => Try(static exception => exception.ToString(), exception);

    internal static string MessageOf(Exception exception) => Try(static exception => exception.Message, exception) ?? "";

    private static string? Try(Func<Exception, string> print, Exception exception)
    {
        try
        {
            return print(exception);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return null;
        }
    }
}
