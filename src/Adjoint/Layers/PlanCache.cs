using Adjoint.Execution;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A model's plans for different batch shapes; the one used longest ago goes first.</summary>
internal sealed class PlanCache
{
    private const int MostPlans = 8;

    private readonly LinkedList<(Shape Input, Plan Plan)> _plans = [];
    private readonly Lock _lock = new();

    public Plan Get(Shape batch, Func<Shape, Plan> compile)
    {
        lock (_lock)
        {
            for (LinkedListNode<(Shape Input, Plan Plan)>? node = _plans.First; node is not null; node = node.Next)
            {
                if (node.Value.Input == batch)
                {
                    _plans.Remove(node);
                    _plans.AddFirst(node);
                    return node.Value.Plan;
                }
            }

            Plan plan = compile(batch);
            _plans.AddFirst((batch, plan));
            if (_plans.Count > MostPlans)
            {
                _plans.RemoveLast();
            }

            return plan;
        }
    }
}
