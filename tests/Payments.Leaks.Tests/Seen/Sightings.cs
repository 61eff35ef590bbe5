using System.Collections;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Payments.Security;

namespace Payments.Leaks.Tests;

/// <summary>Everything that came out, with the place where.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentQueue<(string Place, string Text)> _all = new();

    internal void Add(string place, string? text) => _all.Enqueue((place, text ?? ""));

    /// <summary>What a host could print of an answer: its text, and its JSON.</summary>
    internal T Answer<T>(T answer)
        where T : class
    {
        Add("answer", answer.ToString());
        Add("answer", JsonSerializer.Serialize(answer, answer.GetType()));
        if (answer is Payment { NextAction: { } action })
            Answer(action);
        return answer;
    }

    /// <summary>What a host could print of an exception.</summary>
    internal void Exception(string place, Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            Add(place, exception.ToString());
            foreach (DictionaryEntry entry in exception.Data)
                Add(place, $"{entry.Key}={entry.Value}");
            if (exception is PaymentException failed)
            {
                Answer(failed.Error);
                if (failed.Payment is { } payment)
                    Answer(payment);
            }

            if (exception is AggregateException several)
                several.InnerExceptions.ToList().ForEach(inner => Exception(place, inner));
        }
    }

    /// <summary>Bytes, in which a text may stand in UTF-8 or UTF-16 at any offset.</summary>
    internal void Bytes(string place, byte[] bytes)
    {
        Add(place, Encoding.Latin1.GetString(bytes));
        Add(place, Encoding.Unicode.GetString(bytes));
        if (bytes.Length > 1)
            Add(place, Encoding.Unicode.GetString(bytes, 1, bytes.Length - 1));
    }

    /// <summary>The places where a canary was seen, each once, with what stood around it.</summary>
    internal IReadOnlyDictionary<string, string> PlacesOf(Canary canary) => _all
        .Select(seen => (seen.Place, Around: canary.Forms.Select(form => AroundOf(seen.Text, form)).FirstOrDefault(found => found is not null)))
        .Where(seen => seen.Around is not null)
        .DistinctBy(seen => seen.Place)
        .ToDictionary(seen => seen.Place, seen => seen.Around!);

    /// <summary>Each place and how many texts came from it.</summary>
    internal ILookup<string, string> ByPlace => _all.ToLookup(seen => seen.Place, seen => seen.Text);

    private static string? AroundOf(string text, string form)
    {
        for (var at = text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.IndexOf(form, at + 1, StringComparison.Ordinal))
        {
            // Four digits are everywhere: as a part of a longer word or number they are no verification value.
            if (form.Length <= CardVerificationValue.MaxDigits && (IsWord(text, at - 1) || IsWord(text, at + form.Length)))
                continue;
            return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + form.Length + 20)];
        }

        return null;
    }

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);
}
