using Microsoft.Extensions.Logging;

namespace Payments.Reliability.Hosting;

/// <summary>Logs on the standard error stream, which the harness passes on: switched on by the variable RELIABILITY_LOG, for looking into a failure.</summary>
internal sealed class ErrorStreamLogs : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Writer(categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
