using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>How values travel. Having a handler is also what lets Dapper match a record's constructor on every engine.</summary>
internal static class TypeHandlers
{
    public static void Register()
    {
        // What is written our way must leave Dapper's own map first; what the provider writes stays in it.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));

        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new ParseOnly<Guid>(value => value is string text ? Guid.Parse(text) : (Guid)value));
        SqlMapper.AddTypeHandler(new ParseOnly<DateOnly>(ToDay));
        SqlMapper.AddTypeHandler(new ParseOnly<bool>(value => Convert.ToBoolean(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(new ParseOnly<long>(value => Convert.ToInt64(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(new ParseOnly<double>(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)));
        SqlMapper.AddTypeHandler(new ParseOnly<decimal>(ToDecimal));

        // A computed text that is NULL in the first row has no type in SQLite, and Dapper would find no constructor.
        SqlMapper.AddTypeHandler(new ParseOnly<string>(value => Convert.ToString(value, CultureInfo.InvariantCulture)!));
    }

    private static DateOnly ToDay(object value) => value switch
    {
        DateOnly day => day,
        DateTime midnight => DateOnly.FromDateTime(midnight),
        _ => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    // SQLite has no decimals: the provider writes text, and only a TEXT column leaves it alone.
    private static decimal ToDecimal(object value) => value switch
    {
        decimal exact => exact,
        string text => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture),
        long whole => whole,
        _ => throw new DataException($"A decimal came back as {value.GetType().Name}: declare its column TEXT in SQLite, numeric in PostgreSQL."),
    };

    private sealed class ParseOnly<T>(Func<object, T> parse) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value) => parameter.Value = value;

        public override T Parse(object value) => parse(value);
    }

    /// <summary>Milliseconds in UTC: as text of one width in SQLite, so that the order of the text is the order of time.</summary>
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(value.ToUnixTimeMilliseconds());
            parameter.Value = parameter is SqliteParameter ? instant.ToString(Format, CultureInfo.InvariantCulture) : instant;
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant.ToUniversalTime(),
            DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            _ => DateTimeOffset.ParseExact((string)value, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
    }
}
