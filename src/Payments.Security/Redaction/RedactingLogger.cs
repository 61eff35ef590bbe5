using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>Hands on what may be seen: keys, levels, categories and event ids stay as they are.</summary>
internal sealed class RedactingLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => state is string text
            ? inner.BeginScope(PaymentRedactor.Redact(text))
            : inner.BeginScope(new RedactedState<TState>(state));

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!inner.IsEnabled(logLevel))
            return;
        inner.Log(
            logLevel, eventId, new RedactedState<TState>(state, formatter, exception), PaymentRedactor.Redact(exception), static (redacted, _) => redacted.Message);
    }
}

/// <summary>A factory whose loggers redact, whichever providers are behind it. The container disposes of the one inside.</summary>
internal sealed class RedactingLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }
}
