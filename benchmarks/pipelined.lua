-- wrk sends this many requests at once on each connection: -- DEPTH, 16 unless told.
function init(args)
    local depth = tonumber(args[1]) or 16
    local one = wrk.format("GET", "/plaintext")
    batch = string.rep(one, depth)
end

function request()
    return batch
end
