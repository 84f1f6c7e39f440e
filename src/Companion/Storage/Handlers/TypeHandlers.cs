using System.Data;
using System.Globalization;
using Dapper;

namespace Companion.Storage.Handlers;

/// <summary>How values that SQLite has no type for are written: text whose order is the order of the values.</summary>
internal static class TypeHandlers
{
    public const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    public const string DayFormat = "yyyy-MM-dd";

    private static readonly Lock Once = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Once)
        {
            if (_registered)
                return;

            foreach (var type in (ReadOnlySpan<Type>)[typeof(Guid), typeof(Guid?), typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(DateOnly), typeof(DateOnly?), typeof(bool), typeof(bool?)])
                SqlMapper.RemoveTypeMap(type);
            SqlMapper.AddTypeHandler(new IdHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            SqlMapper.AddTypeHandler(new DayHandler());
            SqlMapper.AddTypeHandler(new TruthHandler());
            _registered = true;
        }
    }

    private sealed class IdHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => (parameter.DbType, parameter.Value) = (DbType.String, value.ToString("D"));

        public override Guid Parse(object value) => value is Guid id ? id : Guid.Parse((string)value, CultureInfo.InvariantCulture);
    }

    // Whole milliseconds: what is hashed, compared and read back is the same instant everywhere.
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            (parameter.DbType, parameter.Value) = (DbType.String, value.ToUniversalTime().ToString(InstantFormat, CultureInfo.InvariantCulture));

        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.ParseExact((string)value, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }

    private sealed class DayHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value) =>
            (parameter.DbType, parameter.Value) = (DbType.String, value.ToString(DayFormat, CultureInfo.InvariantCulture));

        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, DayFormat, CultureInfo.InvariantCulture);
    }

    private sealed class TruthHandler : SqlMapper.TypeHandler<bool>
    {
        public override void SetValue(IDbDataParameter parameter, bool value) => (parameter.DbType, parameter.Value) = (DbType.Int64, value ? 1L : 0L);

        public override bool Parse(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;
    }
}
