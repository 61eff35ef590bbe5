using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>A logger whose failure does not turn a payment that was made into a failed call.</summary>
internal sealed class QuietLogger<T>(ILogger inner) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Debug.WriteLine(failure.GetType().Name);
        }
    }
}
