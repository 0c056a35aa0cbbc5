using Adjoint.Execution.Steps;
using Adjoint.Graph;

namespace Adjoint.Execution.Passes;

/// <summary>
/// Gives each value of the arena a place so that values which are needed at the same time do not overlap. Largest first,
/// each into the lowest gap that fits (Pisarchyk and Lee 2020, greedy by size).
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Elements to which places are rounded: 64 bytes of float32, one cache line and one 512-bit register.</summary>
    private const int Alignment = 16;

    /// <summary>Assigns places and returns the length of the arena in elements, without scratch.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="outputs">Values that must survive the last step.</param>
    /// <exception cref="ShapeException">The arena would have more elements than an array can.</exception>
    public static int Place(IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanValue> outputs)
    {
        Dictionary<PlanValue, Lifetime> lifetimes = [];
        for (int i = 0; i < steps.Count; i++)
        {
            lifetimes.TryAdd(steps[i].Write.Owner, new Lifetime(steps[i].Write.Owner, i));
            foreach (PlanValue read in steps[i].Reads.Append(steps[i].Write))
            {
                if (lifetimes.TryGetValue(read.Owner, out Lifetime? lifetime))
                {
                    lifetime.Last = i;
                }
            }
        }

        foreach (PlanValue output in outputs)
        {
            if (lifetimes.TryGetValue(output.Owner, out Lifetime? lifetime))
            {
                lifetime.Last = steps.Count;
            }
        }

        long total = 0;
        List<Lifetime> placed = [];
        foreach (Lifetime value in lifetimes.Values.OrderByDescending(lifetime => lifetime.Length).ThenBy(lifetime => lifetime.First))
        {
            long place = 0;
            foreach (Lifetime other in placed.Where(other => other.First <= value.Last && value.First <= other.Last).OrderBy(other => other.Place))
            {
                if (place + value.Length <= other.Place)
                {
                    break;
                }

                place = Math.Max(place, other.Place + other.Length);
            }

            value.Place = place;
            placed.Add(value);
            total = Math.Max(total, place + value.Length);
        }

        if (total > Array.MaxLength)
        {
            throw new ShapeException($"The plan needs {total} numbers of working memory at once, more than one array holds; cut the work into smaller batches or tiles.");
        }

        foreach (Lifetime value in placed)
        {
            value.Value.Place = (int)value.Place;
        }

        return (int)total;
    }

    private sealed class Lifetime(PlanValue value, int first)
    {
        public PlanValue Value { get; } = value;

        public int First { get; } = first;

        public int Last { get; set; } = first;

        public long Length { get; } = ((long)value.Shape.Size + Alignment - 1) / Alignment * Alignment;

        public long Place { get; set; }
    }
}
