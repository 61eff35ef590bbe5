using System.Text;

namespace Payments;

/// <summary>
/// What a log may hold of an exception that is not ours: types and where it was thrown. Never a message: those of a parser, a database or a
/// transport repeat what they were given.
/// </summary>
internal static class ExceptionTrace
{
    internal static string Of(Exception exception)
    {
        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
            text.Append(text.Length == 0 ? "" : " <- ").Append(current.GetType().FullName);
        return text.AppendLine().Append(exception.StackTrace).ToString();
    }
}
