# SPDX-License-Identifier: Apache-2.0
# What happens in the year, and what it comes to. Sourced by scripts/demo-year.sh.

count_of() { echo "$((${#councils[@]} * organisations)) organisations, $((${#councils[@]} * organisations * people)) people"; }
began=$SECONDS
step() { printf '  %-64s %4d s\n' "$1" $((SECONDS - began)); }

chapter "1. April 2025: eleven councils, $(count_of)"
live_on 2025-04-01 8
"$bin/keeplocald" init --data "$work/server" --json >"$work/init.json"
start_server
as admin enrol "$url" "$(jq -r .code "$work/init.json")" --name "office" >/dev/null
everywhere settle_in
step "everybody has a device, every service a grant"

chapter "2. Four quarters"
for quarter in 1 2 3 4; do
    today "${ends[quarter - 1]}" 17
    everywhere work_of "$quarter"
    step "2025-Q$quarter: recorded without a network, and synced at its end"
    today "${handed_in[quarter - 1]}" 10
    everywhere hand_in "$quarter" early
    step "2025-Q$quarter: returns handed in by ${handed_in[quarter - 1]}"
    today "${read_on[quarter - 1]}" 10
    everywhere review "$quarter"
    step "2025-Q$quarter: the late ones as well; read, accepted, replied to"
    today "${agreed_on[quarter - 1]}" 10
    everywhere agree
    step "2025-Q$quarter: approved by who did not review them, and published"
done

chapter "3. Bradford: from 47 % local to 60 %, as it was promised in 2017"
join bradford-finance finance --council bradford
meet bradford-finance
spend() { as bradford-finance spend "$@" >/dev/null; }
spend definition add third-party --title "Third-party spending" --area1 "BD, LS29 7" --area2 "LS, HX, HD, WF" --area3 "S, HU, YO, HG, DN"
spend target add --definition third-party --baseline-year 2017/18 --local 162692307.69 --of 346153846.15 --year 2022/23 --percent 60
off=(0 -3 -5 2 1 0)
for year in 0 1 2 3 4 5; do
    spend figure --definition third-party --year $((2017 + year))/$((18 + year)) \
        --local $((162692307 + year * 9000000 + off[year] * 1000000)).69 --of 346153846.15 --source "Made up, near the promised line"
done
spend definition add district-base --title "Suppliers with a base in the district" --area1 "BD"
spend figure --definition district-base --year 2019/20 --local 196m --of 474m --source bradford.gov.uk
meet bradford-finance bradford-champion
see 0 bradford-champion spend show

chapter "4. The six principles, from both sides"
principles=(whole_system neighbourhood local_spend early_intervention community_commitment simple_commissioning)
levels=(2 3 4 2 3 2)
principles_of() { # each council rates itself; its organisations say how they see it
    local council=$1 home index=0 principle record
    for principle in "${principles[@]}"; do
        record=$(ask "$council-reviewer" .record principle assess "$principle" --period 2026 \
            --level "${levels[(index + $(place "$council")) % 6]}" --target 4 --evidence "Cabinet paper of May 2026")
        index=$((index + 1))
    done
    for home in $(of "$council"); do
        as "$home" principle assess local_spend --period 2026 --level $(($(place "$council") % 4)) >/dev/null
    done
    # shellcheck disable=SC2046
    meet $(of "$council") "$council-reviewer" "$council-champion"
    as "$council-champion" principle sign "$record" >/dev/null
    meet "$council-champion" "$council-reviewer"
}
everywhere principles_of
see 0 bradford-champion principle show

chapter "5. What the year comes to"
see 0 bradford-1 report outcomes --quarter 2025-Q4 --quarters 4
see 0 bradford-1 report reach --quarter 2025-Q4 --quarters 4
see 0 bradford-champion report returns --quarter 2025-Q4 --quarters 4
see 0 bradford-1 report system --quarter 2025-Q4 --quarters 4
see 0 bradford-champion report board
see 0 bradford-champion report simplicity
draw() { # draw COUNCIL: pages for others, small numbers left out, and two pictures by themselves
    local report
    for report in outcomes reach early system; do page "$1-1" $report; done
    for report in returns principles board simplicity; do page "$1-champion" $report; done
    [ "$1" != bradford ] || page bradford-champion spend
}
page() { as "$1" report "$2" --quarter 2025-Q4 --quarters 4 --html "$pictures/$1-$2.html" --overwrite >/dev/null; }
alone() { # alone PAGE N PICTURE: one picture of a page by itself
    sed 's/<svg role="img"/\n&/g; s/<\/svg>/&\n/g' "$pictures/$1.html" | grep '^<svg role' | sed -n "$2p" |
        sed 's/<svg /&xmlns="http:\/\/www.w3.org\/2000\/svg" font-family="sans-serif" style="background:#fff" /' >"$pictures/$3.svg"
}
everywhere draw
alone bradford-champion-spend 1 local-spend
as bradford-1 report reach --quarter 2025-Q4 --quarters 4 --for ourselves --html "$pictures/ourselves.html" --overwrite >/dev/null
alone ourselves 2 levels
tell "$(find "$pictures" -name '*.html' | wc -l) pages of pictures in $pictures"

chapter "6. What the databases say"
source "$scripts/demo-year-figures.sh"
